package io.ringrift.dataplane.streams.decision.rule;

import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.Reason;
import io.ringrift.dataplane.streams.decision.Why;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a training's data should go, and how that was found out. No known emitter of training
 * events names the node.
 *
 * @param nodes empty when nothing tells, with a reason all the same
 */
record Targets(List<String> nodes, Why why) {

  Targets {
    nodes = List.copyOf(nodes);
  }

  boolean guessed() {
    return why.reason() == Reason.TARGET_GUESSED;
  }

  /**
   * The node of a training that runs: the one named; else the event's source, if that is a node;
   * else where the config trained last, while that node is online; else the least loaded online
   * nodes that train.
   */
  static Targets ofRunning(ClusterEvent event, ConfigPayload payload, DecisionContext context) {
    if (payload.nodeId() != null) {
      return given(event, payload);
    }
    if (context.node(event.source()).isPresent()) {
      return one(
          event.source(),
          Reason.TARGET_IS_SOURCE,
          event.type() + " names no node; " + event.source() + " sent it");
    }
    return trainedLast(event, payload, context).orElseGet(() -> guess(event, context));
  }

  /**
   * The nodes of a training to come: the one named; else where the config trains now; else where it
   * trained last, while that node is online; else the least loaded online nodes that train.
   */
  static Targets ofComing(ClusterEvent event, ConfigPayload payload, DecisionContext context) {
    if (payload.nodeId() != null) {
      return given(event, payload);
    }
    List<String> now =
        context.activePlacements(payload.configKey()).stream().map(Placement::nodeId).toList();
    if (!now.isEmpty()) {
      return new Targets(
          now,
          Reason.TARGET_TRAINS.because(
              event.type()
                  + " names no node; "
                  + payload.configKey()
                  + " trains at "
                  + String.join(", ", now)));
    }
    return trainedLast(event, payload, context).orElseGet(() -> guess(event, context));
  }

  private static Targets given(ClusterEvent event, ConfigPayload payload) {
    return one(payload.nodeId(), Reason.TARGET_GIVEN, event.type() + " names " + payload.nodeId());
  }

  private static Optional<Targets> trainedLast(
      ClusterEvent event, ConfigPayload payload, DecisionContext context) {
    return context
        .lastTrainedAt(payload.configKey())
        .filter(context.nodes()::online)
        .map(
            node ->
                one(
                    node,
                    Reason.TARGET_TRAINED_LAST,
                    event.type()
                        + " names no node; "
                        + payload.configKey()
                        + " trained last at "
                        + node));
  }

  private static Targets guess(ClusterEvent event, DecisionContext context) {
    List<String> able =
        context.nodesWithRole(Node.TRAINING).stream()
            .filter(node -> node.online() && node.receives(ItemType.NPZ))
            .sorted(Comparator.comparingInt(Node::activeTransfers).thenComparing(Node::nodeId))
            .map(Node::nodeId)
            .toList();
    if (able.isEmpty()) {
      return new Targets(
          List.of(),
          Reason.NO_TRAINING_NODE.because(
              event.type()
                  + " names no node, and no online node has the role "
                  + Node.TRAINING
                  + " and takes NPZ"));
    }
    List<String> chosen =
        able.subList(0, Math.min(able.size(), context.policy().maxGuessedTargets()));
    return new Targets(
        chosen,
        Reason.TARGET_GUESSED.because(
            event.type()
                + " names no node and nothing tells it; least loaded of "
                + able.size()
                + " that train: "
                + String.join(", ", chosen)));
  }

  private static Targets one(String node, Reason reason, String sentence) {
    return new Targets(List.of(node), reason.because(sentence));
  }
}
