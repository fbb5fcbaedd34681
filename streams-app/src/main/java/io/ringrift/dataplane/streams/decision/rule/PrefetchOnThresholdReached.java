package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Ask;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.EventRule;
import io.ringrift.dataplane.streams.decision.Request;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingThresholdReached;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;

/**
 * TRAINING_THRESHOLD_REACHED: training is imminent, so its data goes ahead of it. Nobody waits yet:
 * a lack of data is no one's signal before TRAINING_STARTED.
 */
final class PrefetchOnThresholdReached implements EventRule<TrainingThresholdReached> {

  @Override
  public Decision decide(
      ClusterEvent event, TrainingThresholdReached reached, DecisionContext context) {
    Targets targets = Targets.ofComing(event, reached, context);
    Request request = Request.of(event, reached);
    Ask ask =
        Ask.best(
            1,
            ItemType.NPZ,
            Criteria.quality(context.policy().minTrainingQuality()),
            OperationType.PRELOAD,
            Priority.HIGH);
    return Decision.open(
        targets.nodes().stream()
            .map(node -> request.need(node, ask, targets.why().sentence(), context))
            .toList(),
        targets.why());
  }
}
