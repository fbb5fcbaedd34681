package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.model.Node;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One task's node table: a store, read whole into memory once (nodes are tens to thousands, and
 * every row looks at several), then written through.
 */
final class StoredNodes implements NodeTable {

  private final KeyValueStore<String, NodeState> store;
  private final SortedMap<String, Node> nodes = new TreeMap<>();
  private final Map<String, List<Node>> byShare = new HashMap<>();

  StoredNodes(KeyValueStore<String, NodeState> store) {
    this.store = store;
    try (KeyValueIterator<String, NodeState> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, NodeState> entry = all.next();
        nodes.put(entry.key, NodeCodec.toModel(entry.value));
      }
    }
  }

  @Override
  public Node node(String nodeId) {
    return nodes.get(nodeId);
  }

  @Override
  public List<Node> sharers(Node node) {
    // Asked for with every row of such a node.
    return node.share() == null
        ? List.of(node)
        : byShare.computeIfAbsent(node.share(), share -> NodeTable.super.sharers(node));
  }

  @Override
  public Collection<Node> all() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  /**
   * Takes a state of a node.
   *
   * @return false if it is not newer than what stands; then nothing changed
   */
  boolean put(NodeState state) {
    Node before = nodes.get(state.getNodeId());
    if (before != null && before.revision() >= state.getRevision()) {
      return false;
    }
    store.put(state.getNodeId(), state);
    nodes.put(state.getNodeId(), NodeCodec.toModel(state));
    byShare.clear();
    return true;
  }
}
