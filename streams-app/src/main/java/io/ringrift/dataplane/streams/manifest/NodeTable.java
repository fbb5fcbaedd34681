package io.ringrift.dataplane.streams.manifest;

import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.Collection;
import java.util.List;

/** The nodes as one task knows them now. */
public interface NodeTable {

  /** The node; null when nothing was heard of it yet. */
  Node node(String nodeId);

  Collection<Node> all();

  /** Whether the node was declared gone for good. */
  default boolean lost(String nodeId) {
    Node node = node(nodeId);
    return node != null && node.lost();
  }

  /**
   * Whether no agent can read what the node holds, so that its word on a hash has to do: a bucket,
   * or a plain file server.
   */
  default boolean unread(String nodeId) {
    Node node = node(nodeId);
    return node != null && (node.kind() == NodeKind.BUCKET || node.plain());
  }

  /**
   * Where the node's files lie: nodes of one shared file system name the same volume, and a file
   * there is one copy, however many of them see it.
   */
  default String volume(String nodeId) {
    Node node = node(nodeId);
    return node == null || node.share() == null ? nodeId : "share " + node.share();
  }

  /** Whether both see the same files; a node does with itself. */
  default boolean sameFiles(String a, String b) {
    return a.equals(b) || volume(a).equals(volume(b));
  }

  /** The nodes that see the same files, itself among them; by node id as {@link #all} has them. */
  default List<Node> sharers(Node node) {
    return node.share() == null
        ? List.of(node)
        : all().stream().filter(other -> other.sharesWith(node)).toList();
  }

  default boolean online(String nodeId) {
    Node node = node(nodeId);
    return node != null && node.online();
  }
}
