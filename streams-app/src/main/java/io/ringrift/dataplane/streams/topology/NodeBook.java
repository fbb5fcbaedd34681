package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.intake.Address;
import io.ringrift.dataplane.streams.intake.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The node table as loose events are read by it: every instance has all of it, in bytes, decoded
 * when asked. Only an address makes it look at every node.
 */
public final class NodeBook implements Nodes {

  private final ReadOnlyKeyValueStore<String, byte[]> store;
  private final Topic<NodeState> topic;

  public NodeBook(ReadOnlyKeyValueStore<String, byte[]> store, Topic<NodeState> topic) {
    this.store = store;
    this.topic = topic;
  }

  @Override
  public boolean known(String nodeId) {
    return store.get(nodeId) != null;
  }

  @Override
  public List<String> at(Address address) {
    List<String> there = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        KeyValue<String, byte[]> row = rows.next();
        NodeState node = decode(row.value);
        if (Stream.concat(Stream.ofNullable(node.getEndpoint()), node.getAddresses().stream())
            .anyMatch(each -> Address.parse(each).filter(address::fits).isPresent())) {
          there.add(row.key);
        }
      }
    }
    there.sort(null);
    return there;
  }

  @Override
  public String dataRoot(String nodeId) {
    byte[] row = store.get(nodeId);
    return row == null ? null : decode(row).getDataRoot();
  }

  private NodeState decode(byte[] row) {
    return topic.value().deserializer().deserialize(topic.name(), row);
  }
}
