package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Fewer reachable copies on stable nodes than the policy asks: copy to stable nodes. HIGH when no
 * stable node has one, since an ephemeral node may vanish any minute; NORMAL up to the minimum; LOW
 * from there to the target.
 *
 * <p>What lies on one shared file system is one copy, whoever sees it.
 *
 * <p>Targets: online, stable, take the type, have room; nodes with the role {@code storage} first,
 * then the least loaded, then by id.
 */
final class ReplicateWhenTooFew implements ItemRule {

  private static final Comparator<Node> PREFERENCE =
      Comparator.<Node, Boolean>comparing(node -> !node.hasRole(Node.STORAGE))
          .thenComparingInt(Node::activeTransfers)
          .thenComparing(Node::nodeId);

  private final ItemPolicy policy;

  ReplicateWhenTooFew(ItemPolicy policy) {
    this.policy = policy;
  }

  @Override
  public List<ItemOrder> orders(Row row, NodeTable nodes, Set<String> coming, Instant now) {
    int least = policy.least(row.item().itemType());
    int wanted = policy.target(row.item().itemType());
    Set<String> there =
        volumes(nodes, node -> node.stable() && row.standing().availableAt(node.nodeId()));
    Set<String> onItsWay =
        volumes(nodes, node -> node.stable() && node.online() && coming.contains(node.nodeId()));
    onItsWay.removeAll(there);
    long stable = there.size();
    long onTheWay = onItsWay.size();
    long missing = wanted - stable - onTheWay;
    if (missing <= 0) {
      return List.of();
    }
    long size = row.standing().current().sizeBytes();
    Priority first = stable == 0 ? Priority.HIGH : stable < least ? Priority.NORMAL : Priority.LOW;
    long urgent = Math.max(stable == 0 ? 1 : 0, least - stable - onTheWay);
    String reason =
        "%d of %d stable copies of %s can be reached"
            .formatted(stable, wanted, row.item().itemId());
    Set<String> taken =
        volumes(
            nodes,
            node ->
                coming.contains(node.nodeId())
                    || row.standing().availableAt(node.nodeId())
                    || row.standing().leaving().containsKey(node.nodeId()));
    List<Node> targets =
        nodes.all().stream()
            .filter(node -> node.online() && node.stable())
            .filter(node -> node.receives(row.item().itemType()) && node.hasRoomFor(size))
            .sorted(PREFERENCE)
            .filter(node -> taken.add(nodes.volume(node.nodeId())))
            .limit(missing)
            .toList();
    List<ItemOrder> orders = new ArrayList<>();
    for (Node target : targets) {
      Priority priority = orders.size() < urgent ? first : Priority.LOW;
      orders.add(
          RuleOrder.of(
              "REPLICATION_POLICY", row, target, OperationType.REPLICATE, priority, reason, now));
    }
    return orders;
  }

  private static Set<String> volumes(NodeTable nodes, Predicate<Node> which) {
    return nodes.all().stream()
        .filter(which)
        .map(node -> nodes.volume(node.nodeId()))
        .collect(Collectors.toSet());
  }
}
