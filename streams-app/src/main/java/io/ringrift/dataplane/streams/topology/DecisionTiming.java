package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.NeedLifecycle;
import io.ringrift.dataplane.streams.decision.NeedStep;
import io.ringrift.dataplane.streams.decision.rule.DecisionRules;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.processor.StateStore;

/** Decides as the decisions stage does, and stores nothing of it: the cost of deciding alone. */
public final class DecisionTiming {

  private final DecisionStores stores;
  private final DecisionPolicy policy;
  private final InstantSource clock;

  /**
   * @param open as {@link StageTask#decisionStores} names them
   */
  public DecisionTiming(List<StateStore> open, DecisionPolicy policy, InstantSource clock) {
    this.stores = new DecisionStores(new TaskContext(open)::getStateStore, policy);
    this.policy = policy;
    this.clock = clock;
  }

  /** The rule's answer, and for each of its needs the items chosen and their orders. */
  public List<NeedStep> decide(ClusterEvent event) {
    Instant now = clock.instant();
    DecisionContext view =
        new DecisionContext(
            stores.catalog(),
            stores.nodes(),
            stores.placements(),
            stores.needs(),
            policy,
            now,
            now);
    return DecisionRules.onEvent(event, (ConfigPayload) event.payload(), view).stream()
        .flatMap(decision -> decision.needs().stream())
        .map(need -> NeedLifecycle.open(need, view))
        .toList();
  }
}
