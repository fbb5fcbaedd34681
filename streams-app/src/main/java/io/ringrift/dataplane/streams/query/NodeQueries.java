package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.codec.LivenessCodec;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.node.Liveness;
import io.ringrift.dataplane.streams.schedule.Load;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import io.ringrift.dataplane.streams.schedule.Place;
import io.ringrift.dataplane.streams.topology.NodeRooms;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Which nodes there are, how much of their room is taken, and whether they are judged now. */
final class NodeQueries {

  private final Tables tables;
  private final NodeStageStatus status;
  private final NodeRooms rooms;
  private final NodeLimits limits;

  NodeQueries(Tables tables, NodeStageStatus status, NodeRooms rooms, NodeLimits limits) {
    this.tables = tables;
    this.status = status;
    this.rooms = rooms;
    this.limits = limits;
  }

  /**
   * {@code GET /v1/nodes}, by id. What nodes give and get is known in memory, since the ledger
   * holds operations by it: nothing is counted here.
   */
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
    answer.put("partitions_held", tables.coverage().held());
    answer.put("partitions", tables.coverage().all());
    return Answer.json(answer);
  }

  /** Null if the node isn't known. */
  NodeState find(String nodeId) {
    return tables.<NodeState>table(StoreNames.NODES).get(nodeId);
  }

  /** The row as others know it, with what changes too often to be told. */
  private ObjectNode node(NodeState state, Liveness liveness) {
    ObjectNode node = AvroJson.object(state);
    ArrayNode takes = node.putArray("takes");
    Node model = NodeCodec.toModel(state);
    model.takes().forEach(type -> takes.add(type.name()));
    node.set("gives", room(Place.gives(model.nodeId()), model));
    node.set("gets", room(Place.gets(model.nodeId()), model));
    if (liveness != null && liveness.lastHeartbeatAt() != null) {
      node.put("last_heartbeat_at", AvroJson.time(liveness.lastHeartbeatAt()));
    }
    if (liveness != null && liveness.source() != null) {
      node.set("source", LivenessCodec.json(liveness.source()));
    }
    return node;
  }

  private ObjectNode room(Place place, Node node) {
    Load taken = rooms.load(place);
    Load most = limits.of(place.side(), node);
    return JsonNodeFactory.instance
        .objectNode()
        .put("transfers", taken.transfers())
        .put("most_transfers", most.transfers())
        .put("bytes", taken.bytes())
        .put("most_bytes", most.bytes());
  }

  private ObjectNode verdict() {
    ObjectNode verdict = JsonNodeFactory.instance.objectNode();
    verdict.put("judged_here", status.here());
    verdict.put("last_tick_at", status.lastTick().map(AvroJson::time).orElse(null));
    verdict.put("suspended", status.suspended().orElse(null));
    return verdict;
  }
}
