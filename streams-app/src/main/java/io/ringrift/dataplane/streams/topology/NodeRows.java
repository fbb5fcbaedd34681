package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.node.Liveness;
import io.ringrift.dataplane.streams.node.NodeRow;
import io.ringrift.dataplane.streams.node.NodeStep;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes stage's stores and its ways out, shared by its three processors. */
final class NodeRows {

  private static final Logger log = LoggerFactory.getLogger(NodeRows.class);

  private final ProcessorContext<String, SpecificRecord> context;
  private final KeyValueStore<String, NodeState> nodes;
  private final KeyValueStore<String, Liveness> liveness;

  NodeRows(ProcessorContext<String, SpecificRecord> context) {
    this.context = context;
    this.nodes = context.getStateStore(NodeStage.NODES);
    this.liveness = context.getStateStore(NodeStage.LIVENESS);
  }

  /** Null if the node isn't known. */
  NodeRow load(String nodeId) {
    NodeState state = nodes.get(nodeId);
    return state == null ? null : row(nodeId, state);
  }

  /** Every row: as many as there are nodes, read once a tick. */
  List<NodeRow> all() {
    List<NodeRow> rows = new ArrayList<>();
    try (KeyValueIterator<String, NodeState> states = nodes.all()) {
      while (states.hasNext()) {
        KeyValue<String, NodeState> next = states.next();
        rows.add(row(next.key, next.value));
      }
    }
    return rows;
  }

  /** Keeps what a step gives and tells others of the change. */
  void apply(String nodeId, NodeStep step, long timestamp) {
    step.row().ifPresent(row -> liveness.put(nodeId, row.liveness()));
    step.change().ifPresent(change -> tell(change, timestamp));
    step.note().ifPresent(note -> log.warn("Node {}: {}", nodeId, note));
  }

  private void tell(NodeChange change, long timestamp) {
    NodeFact fact = NodeCodec.toAvro(change);
    String nodeId = fact.getNodeId();
    nodes.put(nodeId, fact.getState());
    context.forward(new Record<>(nodeId, fact.getState(), timestamp), NodeStage.TO_NODES);
    Record<String, SpecificRecord> record = new Record<>(nodeId, fact, timestamp);
    context.forward(record, NodeStage.TO_FACTS);
    context.forward(record, NodeStage.TO_ITEMS);
    context.forward(record, NodeStage.TO_DECISIONS);
    if (change.cause() == NodeChange.Cause.CAPACITY) {
      log.debug("Node {}: {}", nodeId, change.detail());
    } else {
      log.info(
          "Node {} {} by {}: {}",
          nodeId,
          change.node().online() ? "online" : "offline",
          change.cause(),
          change.detail());
    }
  }

  private NodeRow row(String nodeId, NodeState state) {
    Liveness known = liveness.get(nodeId);
    return new NodeRow(NodeCodec.toModel(state), known == null ? Liveness.NONE : known);
  }
}
