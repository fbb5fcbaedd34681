package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.codec.LivenessCodec;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.node.Liveness;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Which nodes there are and whether they are judged at the moment. */
final class NodeQueries {

  private final Tables tables;
  private final NodeStageStatus status;

  NodeQueries(Tables tables, NodeStageStatus status) {
    this.tables = tables;
    this.status = status;
  }

  /** {@code GET /v1/nodes}, by id. */
  Answer list(Query query) {
    query.allow();
    ReadOnlyKeyValueStore<String, Liveness> liveness = tables.table(StoreNames.LIVENESS);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode nodes = answer.putArray("nodes");
    try (KeyValueIterator<String, NodeState> rows =
        tables.<NodeState>table(StoreNames.NODES).all()) {
      while (rows.hasNext()) {
        KeyValue<String, NodeState> row = rows.next();
        nodes.add(node(row.value, liveness.get(row.key)));
      }
    }
    answer.set("verdict", verdict());
    return Answer.json(answer);
  }

  /** Null if the node isn't known. */
  NodeState find(String nodeId) {
    return tables.<NodeState>table(StoreNames.NODES).get(nodeId);
  }

  /** The row as others know it, with what changes too often to be told. */
  private static ObjectNode node(NodeState state, Liveness liveness) {
    ObjectNode node = AvroJson.object(state);
    ArrayNode takes = node.putArray("takes");
    NodeCodec.toModel(state).takes().forEach(type -> takes.add(type.name()));
    if (liveness != null && liveness.lastHeartbeatAt() != null) {
      node.put("last_heartbeat_at", AvroJson.time(liveness.lastHeartbeatAt()));
    }
    if (liveness != null && liveness.source() != null) {
      node.set("source", LivenessCodec.json(liveness.source()));
    }
    return node;
  }

  private ObjectNode verdict() {
    ObjectNode verdict = JsonNodeFactory.instance.objectNode();
    verdict.put("judged_here", status.here());
    verdict.put("last_tick_at", status.lastTick().map(AvroJson::time).orElse(null));
    verdict.put("suspended", status.suspended().orElse(null));
    return verdict;
  }
}
