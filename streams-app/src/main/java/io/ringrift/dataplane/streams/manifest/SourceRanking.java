package io.ringrift.dataplane.streams.manifest;

import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which copy to fetch from: everywhere the same total order.
 *
 * <p>Constraints: never the target itself or a node with the same files, never an offline node,
 * never one the operation has to avoid. Order: same rack, then same provider and region, then same
 * provider, then any; then the lowest latency that the node file says, then those of which it says
 * none; then the fewest running transfers; then the smallest id.
 */
public final class SourceRanking {

  private SourceRanking() {}

  /** The sources for a target, best first; empty when no copy can be reached. */
  public static List<Source> rank(
      Standing standing, String targetNode, Set<String> avoid, NodeTable nodes) {
    Node target = nodes.node(targetNode);
    List<Node> candidates = new ArrayList<>();
    for (Map.Entry<String, ReplicaState> entry : standing.states().entrySet()) {
      String nodeId = entry.getKey();
      // Who only sees a copy of others has no agent that knows it.
      if (entry.getValue() == ReplicaState.AVAILABLE
          && !standing.sharedBy().containsKey(nodeId)
          && !nodes.sameFiles(nodeId, targetNode)
          && !avoid.contains(nodeId)) {
        candidates.add(nodes.node(nodeId));
      }
    }
    candidates.sort(
        Comparator.<Node>comparingInt(node -> distance(node, target).ordinal())
            .thenComparingInt(node -> latency(node, target).orElse(Integer.MAX_VALUE))
            .thenComparingInt(Node::activeTransfers)
            .thenComparing(Node::nodeId));
    return candidates.stream()
        .map(
            node ->
                new Source(
                    node.nodeId(),
                    node.endpoint(),
                    why(node, target),
                    node.transports(),
                    node.unavailable()))
        .toList();
  }

  private enum Distance {
    SAME_RACK,
    SAME_REGION,
    SAME_PROVIDER,
    REMOTE
  }

  private static Distance distance(Node source, Node target) {
    if (target == null || !same(source.provider(), target.provider())) {
      return Distance.REMOTE;
    }
    if (same(source.rack(), target.rack())) {
      return Distance.SAME_RACK;
    }
    return same(source.region(), target.region()) ? Distance.SAME_REGION : Distance.SAME_PROVIDER;
  }

  private static boolean same(String a, String b) {
    return a != null && Objects.equals(a, b);
  }

  private static String why(Node source, Node target) {
    String place = distance(source, target).name().toLowerCase(java.util.Locale.ROOT);
    OptionalInt latency = latency(source, target);
    String way = latency.isPresent() ? ", " + latency.getAsInt() + " ms" : "";
    return place + way + ", " + source.activeTransfers() + " running";
  }

  private static OptionalInt latency(Node source, Node target) {
    if (target == null) {
      return OptionalInt.empty();
    }
    OptionalInt there = target.latencyTo(source);
    return there.isPresent() ? there : source.latencyTo(target);
  }
}
