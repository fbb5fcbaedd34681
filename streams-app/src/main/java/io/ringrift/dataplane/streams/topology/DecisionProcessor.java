package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.streams.codec.CatalogCodec;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.codec.EvictionCodec;
import io.ringrift.dataplane.streams.codec.OrderCodec;
import io.ringrift.dataplane.streams.decision.ContentChange;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.rule.DecisionRules;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each input to the rules and to the needs it may concern. */
final class DecisionProcessor implements Processor<String, SpecificRecord, String, Object> {

  private static final Logger log = LoggerFactory.getLogger(DecisionProcessor.class);

  /** How often timers are looked at: fine enough for a grace of two seconds. */
  private static final Duration TICK = Duration.ofMillis(250);

  /** Most timers of a kind worked off a tick, so that no event waits long for them. */
  private static final int TIMERS_A_TICK = 500;

  private final InstantSource clock;
  private final DecisionPolicy policy;

  private ProcessorContext<String, Object> context;
  private StoredCatalog catalog;
  private StoredNodes nodes;
  private StoredPlacements placements;
  private StoredNeeds needs;
  private SeenEvents seen;
  private NeedKeeper keeper;
  private boolean reconsidered;

  DecisionProcessor(InstantSource clock, DecisionPolicy policy) {
    this.clock = clock;
    this.policy = policy;
  }

  @Override
  public void init(ProcessorContext<String, Object> newContext) {
    context = newContext;
    DecisionStores stores = new DecisionStores(newContext::getStateStore, policy);
    catalog = stores.catalog();
    nodes = stores.nodes();
    placements = stores.placements();
    needs = stores.needs();
    seen = stores.seen();
    keeper = new NeedKeeper(needs, placements, stores.index(), new DecisionOutput(newContext));
    reconsidered = false;
    newContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> tick());
  }

  @Override
  public void process(Record<String, SpecificRecord> record) {
    Instant loggedAt = Instant.ofEpochMilli(record.timestamp());
    if (record.value() instanceof ClusterEvent event) {
      happened(EventCodec.toModel(event), loggedAt);
    } else if (record.value() instanceof CatalogChange change) {
      changed(change);
    } else if (record.value() instanceof NeedOutcome outcome) {
      keeper.outcome(OrderCodec.toModel(outcome), view(loggedAt));
    } else if (record.value() instanceof EvictionRequest request) {
      keeper.evict(EvictionCodec.toModel(request), view(loggedAt));
    } else if (record.value() instanceof NodeFact fact) {
      changed(fact);
    } else {
      throw new IllegalStateException("no input of this stage: " + record.value());
    }
  }

  private void happened(io.ringrift.dataplane.streams.model.ClusterEvent event, Instant loggedAt) {
    if (!(event.payload() instanceof ConfigPayload payload) || !DecisionRules.answers(payload)) {
      return;
    }
    long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
    if (seen.before(event.eventId(), loggedAt, offset)) {
      log.info("{} {} was answered before: a duplicate", event.type(), event.eventId());
      return;
    }
    DecisionContext view = view(loggedAt);
    String subject = event.type() + " " + event.eventId() + " of " + payload.configKey();
    DecisionRules.onEvent(event, payload, view)
        .ifPresent(decision -> keeper.carryOut(subject, decision, view));
  }

  private void changed(CatalogChange change) {
    DecisionContext view = view(change.getOccurredAt());
    StoredCatalog.Taken taken = catalog.put(change, view.now());
    CatalogRow row = CatalogCodec.toModel(change);
    switch (taken.effect()) {
      case USABLE -> {
        ContentChange content = new ContentChange(row);
        keeper.serve(content, view);
        DecisionRules.onNewContent(content, view)
            .forEach(decision -> keeper.carryOut("New " + change.getItemId(), decision, view));
      }
      case PLACES -> keeper.moved(row, view);
      case OTHER_LACK -> keeper.lackChanged(change.getConfigKey(), view);
      case NONE -> {}
    }
    DecisionRules.onLoss(row, taken.lostAt(), view)
        .forEach(decision -> keeper.carryOut("Lost " + change.getItemId(), decision, view));
  }

  private void changed(NodeFact fact) {
    Node before = nodes.node(fact.getNodeId());
    if (!nodes.put(fact.getState())) {
      return;
    }
    DecisionContext view = view(fact.getOccurredAt());
    keeper.targetChanged(fact.getNodeId(), before, view);
    Node after = nodes.node(fact.getNodeId());
    if (after.online() && (before == null || !before.online())) {
      DecisionRules.onNodeOnline(after, view)
          .forEach(decision -> keeper.carryOut(after.nodeId() + " online", decision, view));
    }
  }

  private void tick() {
    Instant now = clock.instant();
    DecisionContext view = view(now);
    if (!reconsidered) {
      // Here and not at the start, where a task may not write yet.
      catalog.reconsider(now).forEach(row -> keeper.serve(new ContentChange(row), view));
      reconsidered = true;
    }
    catalog.expire(now, TIMERS_A_TICK).stream()
        .distinct()
        .forEach(configKey -> keeper.lackChanged(configKey, view));
    keeper.due(TIMERS_A_TICK, view);
    seen.forget(now, TIMERS_A_TICK);
  }

  private DecisionContext view(Instant loggedAt) {
    return new DecisionContext(
        catalog, nodes, placements, needs, policy, loggedAt, clock.instant());
  }
}
