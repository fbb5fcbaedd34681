package io.ringrift.dataplane.streams.manifest;

import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.Collection;

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

  /** Whether the node is a bucket: no agent can read what it holds. */
  default boolean bucket(String nodeId) {
    Node node = node(nodeId);
    return node != null && node.kind() == NodeKind.BUCKET;
  }

  default boolean online(String nodeId) {
    Node node = node(nodeId);
    return node != null && node.online();
  }
}
