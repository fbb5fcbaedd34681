package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.Ask;
import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.EventRule;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.decision.Request;
import io.ringrift.dataplane.streams.decision.Why;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;

/**
 * MODEL_PROMOTED: the model goes to every node that serves models, online or not: one that is away
 * gets it when it is back. The needs wait until the catalog knows the promoted content.
 */
final class DistributePromotedModel implements EventRule<ModelPromoted> {

  @Override
  public Decision decide(ClusterEvent event, ModelPromoted promoted, DecisionContext context) {
    List<String> serving = context.nodesWithRole(Node.SERVING).stream().map(Node::nodeId).toList();
    if (serving.isEmpty()) {
      return Decision.nothing(
          Reason.NO_SERVING_NODE,
          "MODEL_PROMOTED "
              + promoted.itemId()
              + ": no node has the role "
              + Node.SERVING
              + ", so it goes nowhere");
    }
    Request request = Request.of(event, promoted);
    Ask ask = Ask.item(ItemType.MODEL, promoted.itemId(), promoted.sha256(), Priority.HIGH);
    Why why =
        Reason.TARGETS_SERVE.because(
            "MODEL_PROMOTED "
                + promoted.itemId()
                + " goes to the "
                + serving.size()
                + " nodes with the role "
                + Node.SERVING);
    return Decision.open(
        serving.stream().map(node -> request.need(node, ask, why.sentence(), context)).toList(),
        why);
  }
}
