package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.EventRule;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingFailed;
import java.util.ArrayList;
import java.util.List;

/**
 * TRAINING_COMPLETED, TRAINING_FAILED: nothing new is sent to where the training ran.
 *
 * <p>Ends the placements of the job, where event and placement both name one, and of the node, if
 * the event names it or its source is one. With neither, it ends all of the config: an export too
 * few is fetched when the next training starts, exports to a node that stopped are only a burden.
 * Guesses end in any case, and a node that is named is remembered as where the config trained last.
 *
 * <p>Needs stay open: the training that comes next is glad of the data.
 */
final class EndPlacement implements EventRule<ConfigPayload> {

  @Override
  public Decision decide(ClusterEvent event, ConfigPayload payload, DecisionContext context) {
    String node = node(event, payload, context);
    String job = job(payload);
    List<Placement> ended = new ArrayList<>();
    for (Placement placement : context.activePlacements(payload.configKey())) {
      if (placement.guessed() || concerns(placement, node, job)) {
        ended.add(placement.ended(context.loggedAt()));
      }
    }
    if (node != null
        && context.placements().ofConfig(payload.configKey()).stream()
            .noneMatch(placement -> placement.nodeId().equals(node) && !placement.guessed())) {
      ended.removeIf(placement -> placement.nodeId().equals(node));
      ended.add(trainedThere(payload.configKey(), node, job, context));
    }
    if (ended.isEmpty()) {
      return Decision.nothing(
          Reason.NOTHING_TO_DO,
          event.type() + ": no training of " + payload.configKey() + " known");
    }
    return Decision.nothing(
            Reason.PLACEMENT_ENDED,
            event.type()
                + ": "
                + payload.configKey()
                + " no longer trains at "
                + String.join(", ", ended.stream().map(Placement::nodeId).toList()))
        .with(ended);
  }

  private static boolean concerns(Placement placement, String node, String job) {
    if (node != null && !placement.nodeId().equals(node)) {
      return false;
    }
    return job == null || placement.jobId() == null || placement.jobId().equals(job);
  }

  /** Null when neither event nor source tells. */
  private static String node(ClusterEvent event, ConfigPayload payload, DecisionContext context) {
    if (payload.nodeId() != null) {
      return payload.nodeId();
    }
    return context.node(event.source()).isPresent() ? event.source() : null;
  }

  private static String job(ConfigPayload payload) {
    if (payload instanceof TrainingCompleted completed) {
      return completed.jobId();
    }
    return payload instanceof TrainingFailed failed ? failed.jobId() : null;
  }

  private static Placement trainedThere(
      String configKey, String node, String job, DecisionContext context) {
    return new Placement(
        configKey, node, job, false, context.loggedAt(), context.loggedAt(), context.loggedAt());
  }
}
