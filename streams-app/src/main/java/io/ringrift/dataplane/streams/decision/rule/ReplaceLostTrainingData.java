package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Ask;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.LossRule;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.decision.Request;
import io.ringrift.dataplane.streams.decision.Why;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;

/**
 * An NPZ is gone from a node where its config trains: the best one goes there, as urgently as when
 * the training started.
 *
 * <p>A host that is rented anew under an old name starts to train before its agent has read the
 * empty disk: TRAINING_STARTED is answered by a copy that is no longer there. The agent's first
 * report then says so, and the training is served here, once for each content: a disk that loses
 * the same content twice in one training is served when the node comes online again.
 */
final class ReplaceLostTrainingData implements LossRule {

  @Override
  public Decision decide(CatalogRow row, Placement training, DecisionContext context) {
    if (row.itemType() != ItemType.NPZ) {
      return Decision.nothing(Reason.NOTHING_TO_DO, row.itemId() + " is no NPZ");
    }
    String node = training.nodeId();
    Criteria criteria = Criteria.quality(context.policy().minTrainingQuality());
    List<CatalogRow> best = context.best(row.configKey(), ItemType.NPZ, criteria, 1);
    if (!best.isEmpty() && best.get(0).isAt(node)) {
      return Decision.nothing(
          Reason.NOTHING_TO_DO, node + " lost " + row.itemId() + " and has better data");
    }
    // What is to come names the request: a disk that lost many files at once needs it once.
    String content = best.isEmpty() ? "none" : best.get(0).sha256();
    Request request =
        new Request(
            "lost-%s-%s-%d-%s"
                .formatted(row.configKey(), node, training.startedAt().toEpochMilli(), content),
            "TRAINING_STARTED",
            row.configKey());
    Ask ask = Ask.best(1, ItemType.NPZ, criteria, OperationType.PRELOAD, Priority.CRITICAL);
    Why why =
        Reason.TRAINING_DATA_LOST.because(
            row.configKey() + " trains at " + node + ", which has " + row.itemId() + " no longer");
    return Decision.open(List.of(request.need(node, ask, why.sentence(), context)), why);
  }
}
