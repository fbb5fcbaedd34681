package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Ask;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.NodeRule;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.decision.Request;
import io.ringrift.dataplane.streams.decision.Why;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;

/** A node came online: the best data of what trains there goes to it, if it missed that. */
final class CatchUpReturningHost implements NodeRule {

  @Override
  public Decision decide(Node node, String configKey, DecisionContext context) {
    Criteria criteria = Criteria.quality(context.policy().minTrainingQuality());
    List<CatalogRow> best = context.best(configKey, ItemType.NPZ, criteria, 1);
    if (best.isEmpty() || best.get(0).isAt(node.nodeId())) {
      return Decision.nothing(
          Reason.NOTHING_TO_DO, node.nodeId() + " came online and misses no data of " + configKey);
    }
    Request request =
        new Request(
            "online-" + node.nodeId() + "-" + node.revision() + "-" + configKey,
            "HOST_ONLINE",
            configKey);
    Ask ask = Ask.best(1, ItemType.NPZ, criteria, OperationType.SYNC, Priority.HIGH);
    Why why =
        Reason.NODE_RETURNED.because(
            node.nodeId() + " came online and lacks the best data of " + configKey);
    return Decision.open(List.of(request.need(node.nodeId(), ask, why.sentence(), context)), why);
  }
}
