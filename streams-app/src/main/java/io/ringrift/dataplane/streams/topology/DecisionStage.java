package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * The fourth stage, keyed by config: rules over a catalog of what can be chosen, and the needs they
 * open.
 *
 * <pre>
 * internal.decision-events, internal.catalog -------+                +-> needs
 * internal.need-outcomes ---------------------------+-> decisions ---+-> internal.orders
 * internal.node-changes.decisions ------------------+                +-> signals
 * eviction-requests --------------------------------+                +-> internal.eviction-orders, evictions
 * </pre>
 */
public final class DecisionStage {

  public static final String NAME = "decisions";

  /** Stores that queries read. */
  public static final String NEEDS_STORE = DecisionStores.NEEDS;

  public static final String CATALOG_STORE = DecisionStores.ROWS;

  public static final String PLACEMENTS_STORE = DecisionStores.PLACEMENTS;

  static final String NEEDS_SINK = "decisions-to-needs";
  static final String ORDERS_SINK = "decisions-to-orders";
  static final String SIGNALS_SINK = "decisions-to-signals";
  static final String EVICTIONS_SINK = "decisions-to-evictions";
  static final String EVICTION_ORDERS_SINK = "decisions-to-eviction-orders";

  private DecisionStage() {}

  public static void addTo(
      Topology topology,
      Topics topics,
      StageRuntime runtime,
      IntakeCheck<EvictionRequest> evictions,
      DecisionPolicy policy) {
    String[] inputs = {
      Intake.of(NAME, topics.decisionEvents()).addTo(topology, topics, runtime, NAME),
      Intake.of(NAME, topics.catalog()).addTo(topology, topics, runtime, NAME),
      Intake.of(NAME, topics.needOutcomes()).addTo(topology, topics, runtime, NAME),
      Intake.<EvictionRequest>of(NAME, topics.evictionRequests())
          .keyedBy(EvictionRequest::getConfigKey)
          .checkedBy(evictions)
          .addTo(topology, topics, runtime, NAME),
      Intake.of(NAME, topics.nodeChangesForDecisions()).addTo(topology, topics, runtime, NAME)
    };
    topology.<String, SpecificRecord, String, Object>addProcessor(
        NAME, () -> new DecisionProcessor(runtime.clock(), policy), inputs);
    Topic<Need> needs = WrittenOnce.of(topics.needs());
    for (StoreForm<?, ?> store : DecisionStores.forms(topics, needs)) {
      topology.addStateStore(store.builder(), NAME);
    }
    topology.addSink(
        NEEDS_SINK,
        needs.name(),
        new StringSerializer(),
        Placed.serializer(needs.value().serializer()),
        Placed.partitioner(),
        NAME);
    addSink(topology, ORDERS_SINK, topics.orders());
    addSink(topology, SIGNALS_SINK, topics.signals());
    addSink(topology, EVICTIONS_SINK, topics.evictions());
    addSink(topology, EVICTION_ORDERS_SINK, topics.evictionOrders());
  }

  private static <V extends SpecificRecord> void addSink(
      Topology topology, String name, Topic<V> topic) {
    topology.addSink(name, topic.name(), new StringSerializer(), topic.value().serializer(), NAME);
  }
}
