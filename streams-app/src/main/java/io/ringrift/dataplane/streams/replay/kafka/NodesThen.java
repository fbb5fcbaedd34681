package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The nodes as they were known at a log time: of each the fact with the highest revision. */
final class NodesThen implements NodeTable {

  private final SortedMap<String, Node> nodes = new TreeMap<>();

  private NodesThen() {}

  static NodesThen at(HistoryLog log, ParallelScan scan, Instant time) {
    Topic<NodeFact> facts = log.topics().nodeFacts();
    List<String> names = List.of(facts.name());
    NodesThen then = new NodesThen();
    scan.inOrder(
        log.begins(names).to(log.endsAt(names, time)),
        batch -> {
          for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (record.value() != null) {
              then.take(facts.value().deserializer().deserialize(facts.name(), record.value()));
            }
          }
        });
    return then;
  }

  private synchronized void take(NodeFact fact) {
    Node node = NodeCodec.toModel(fact.getState());
    nodes.merge(node.nodeId(), node, (old, now) -> now.revision() >= old.revision() ? now : old);
  }

  @Override
  public Node node(String nodeId) {
    return nodes.get(nodeId);
  }

  @Override
  public Collection<Node> all() {
    return nodes.values();
  }
}
