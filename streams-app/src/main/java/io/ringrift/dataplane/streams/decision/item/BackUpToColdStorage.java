package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the policy backs up is copied, at COLD_STORAGE, to every node with the role {@code backup}
 * that takes the type and lacks the current content. What is newer there is never overwritten by
 * older content of the same id, also while nobody has read the newer.
 */
final class BackUpToColdStorage implements ItemRule {

  private final ItemPolicy policy;

  BackUpToColdStorage(ItemPolicy policy) {
    this.policy = policy;
  }

  @Override
  public List<ItemOrder> orders(Row row, NodeTable nodes, Set<String> coming, Instant now) {
    if (!policy.backedUp().contains(row.item().itemType())) {
      return List.of();
    }
    long size = row.standing().current().sizeBytes();
    Set<String> volumes = new HashSet<>();
    return nodes.all().stream()
        .filter(node -> node.hasRole(Node.BACKUP) && node.online())
        .filter(node -> node.receives(row.item().itemType()) && node.hasRoomFor(size))
        .filter(node -> nodes.sharers(node).stream().noneMatch(each -> served(row, each, coming)))
        .filter(node -> volumes.add(nodes.volume(node.nodeId())))
        .map(
            node ->
                RuleOrder.of(
                    "BACKUP_POLICY",
                    row,
                    node,
                    OperationType.BACKUP,
                    Priority.COLD_STORAGE,
                    row.item().itemId() + " belongs in cold storage",
                    now))
        .toList();
  }

  /** Of nodes with the same files the word of one who is away may be older than the files. */
  private static boolean served(Row row, Node node, Set<String> coming) {
    return node.online() && (coming.contains(node.nodeId()) || holdsAsNew(row, node.nodeId()));
  }

  private static boolean holdsAsNew(Row row, String nodeId) {
    ReplicaRegister there = row.item().replicas().get(nodeId);
    if (there == null || !there.present() || there.validation() == Validation.INVALID) {
      return false;
    }
    ContentVersion content = row.item().content(there.sha256());
    return content != null && !row.standing().current().newerThan(content);
  }
}
