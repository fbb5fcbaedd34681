package io.ringrift.dataplane.streams.manifest;

import io.ringrift.dataplane.streams.model.Node;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What nodes of a shared file system see of one item by the words of one another's agents.
 *
 * <p>All of them read the same files, each in its own time. Who is online reads them again within a
 * pass, so its word stands above that of one who is away; of two who are online the one that has
 * the content, since it has read later or the other is about to.
 */
final class SharedFiles {

  private final Item item;
  private final String sha256;
  private final Set<String> leaving;
  private final NodeTable nodes;

  /**
   * @param sha256 the content that counts; null: none does
   * @param leaving nodes whose agents were told to remove their copies
   */
  SharedFiles(Item item, String sha256, Set<String> leaving, NodeTable nodes) {
    this.item = item;
    this.sha256 = sha256;
    this.leaving = leaving;
    this.nodes = nodes;
  }

  /** Nodes that see the content without a word of their own agents. */
  SortedMap<String, Shared> seen() {
    SortedMap<String, Shared> seen = new TreeMap<>();
    for (ReplicaRegister replica : item.replicas().values()) {
      Node holder = nodes.node(replica.nodeId());
      if (holder == null || holder.share() == null || !vouches(replica, holder)) {
        continue;
      }
      for (Node member : nodes.sharers(holder)) {
        ReplicaRegister own = item.replicas().get(member.nodeId());
        if (!member.lost() && (own == null || !own.holds(sha256))) {
          Shared before = seen.get(member.nodeId());
          if (before == null || (!nodes.online(before.by()) && holder.online())) {
            seen.put(member.nodeId(), new Shared(holder.nodeId(), path(replica, holder, member)));
          }
        }
      }
    }
    return seen;
  }

  private boolean vouches(ReplicaRegister replica, Node holder) {
    return replica.holds(sha256)
        && !holder.lost()
        && !leaves(holder.nodeId())
        && !foundDamaged(holder.nodeId())
        && (holder.online() || !deniedByOneOnline(holder));
  }

  private boolean deniedByOneOnline(Node holder) {
    for (Node other : nodes.sharers(holder)) {
      ReplicaRegister said = item.replicas().get(other.nodeId());
      if (other.online() && said != null && !said.holds(sha256)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the node's file is being removed, by its own agent or one that has the same files. */
  boolean leaves(String nodeId) {
    for (String each : leaving) {
      if (nodes.sameFiles(each, nodeId)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an agent that is online and has the same files found the content damaged. */
  boolean foundDamaged(String nodeId) {
    Node node = nodes.node(nodeId);
    if (sha256 == null || node == null || node.share() == null) {
      return false;
    }
    for (Node other : nodes.sharers(node)) {
      ReplicaRegister said = item.replicas().get(other.nodeId());
      if (other.online() && said != null && said.damaged(sha256)) {
        return true;
      }
    }
    return false;
  }

  /** Mounts differ from node to node, data roots are the same folder. */
  private static String path(ReplicaRegister replica, Node holder, Node member) {
    String root = holder.dataRoot();
    boolean below = root != null && replica.path() != null && replica.path().startsWith(root + "/");
    return below && member.dataRoot() != null
        ? member.dataRoot() + replica.path().substring(root.length())
        : replica.path();
  }
}
