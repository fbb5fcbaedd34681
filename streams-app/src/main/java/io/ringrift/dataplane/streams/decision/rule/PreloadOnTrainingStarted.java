package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Ask;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.EventRule;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.Request;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import java.util.List;

/**
 * TRAINING_STARTED: the best validated, fresh NPZ of good quality goes to the node that trains,
 * now.
 *
 * <p>If that best one is at the node already, the need is met at once and says so: a worse one
 * would only take time from the training. The placement is recorded, so that new exports follow.
 */
final class PreloadOnTrainingStarted implements EventRule<TrainingStarted> {

  @Override
  public Decision decide(ClusterEvent event, TrainingStarted started, DecisionContext context) {
    Targets targets = Targets.ofRunning(event, started, context);
    if (targets.nodes().isEmpty()) {
      return Decision.tell(blocked(event, started, targets, context), targets.why());
    }
    Request request = Request.of(event, started);
    Ask ask =
        Ask.best(
            1,
            ItemType.NPZ,
            Criteria.quality(context.policy().minTrainingQuality()),
            OperationType.PRELOAD,
            Priority.CRITICAL);
    return Decision.open(
            targets.nodes().stream()
                .map(node -> request.need(node, ask, targets.why().sentence(), context))
                .toList(),
            targets.why())
        .with(placements(started, targets, context));
  }

  private static List<Placement> placements(
      TrainingStarted started, Targets targets, DecisionContext context) {
    return targets.nodes().stream()
        .map(
            node ->
                new Placement(
                    started.configKey(),
                    node,
                    started.jobId(),
                    targets.guessed(),
                    context.loggedAt(),
                    context.loggedAt().plus(context.policy().placementLifetime()),
                    null))
        .toList();
  }

  private static Signal blocked(
      ClusterEvent event, TrainingStarted started, Targets targets, DecisionContext context) {
    return Signal.of(
            Signal.Type.TRAINING_BLOCKED_BY_DATA,
            "blocked-" + event.eventId() + "-" + targets.why().word(),
            started.configKey(),
            context.now())
        .reason(targets.why().word(), targets.why().sentence())
        .request(event.eventId(), event.eventId())
        .build();
  }
}
