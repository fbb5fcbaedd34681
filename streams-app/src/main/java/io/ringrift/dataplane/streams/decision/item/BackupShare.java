package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeKind;

/**
 * How much of what should be in cold storage is there.
 *
 * @param wanted items of a backed-up type that have a content that counts
 * @param there those of which cold storage holds that content, reachable or not
 */
public record BackupShare(long wanted, long there) {

  public static final BackupShare NONE = new BackupShare(0, 0);

  /** Whether the row's content is in cold storage; null where the policy doesn't ask for it. */
  public static Boolean backedUp(Row row, NodeTable nodes, ItemPolicy policy) {
    if (row.standing().current() == null || !policy.backedUp().contains(row.item().itemType())) {
      return null;
    }
    String sha256 = row.standing().current().sha256();
    for (ReplicaRegister copy : row.item().replicas().values()) {
      if (copy.holds(sha256) && coldStorage(nodes.node(copy.nodeId()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean coldStorage(Node node) {
    return node != null
        && !node.lost()
        && (node.kind() == NodeKind.BUCKET || node.hasRole(Node.BACKUP));
  }

  /** With one row judged otherwise than before. */
  public BackupShare moved(Boolean was, Boolean is) {
    return new BackupShare(
        wanted + (is == null ? 0 : 1) - (was == null ? 0 : 1),
        there + (Boolean.TRUE.equals(is) ? 1 : 0) - (Boolean.TRUE.equals(was) ? 1 : 0));
  }

  public BackupShare plus(BackupShare other) {
    return new BackupShare(wanted + other.wanted, there + other.there);
  }
}
