package io.ringrift.dataplane.streams.replay.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** An item's registers as JSON: the manifest row without what is derived from the nodes. */
public final class RegistersJson {

  private static final NodeTable NO_NODES =
      new NodeTable() {
        @Override
        public Node node(String nodeId) {
          return null;
        }

        @Override
        public Collection<Node> all() {
          return List.of();
        }
      };

  private RegistersJson() {}

  public static ObjectNode of(Item item) {
    Standing standing = Standing.of(item, NO_NODES, Set.of(), null, Instant.EPOCH);
    ObjectNode row = AvroJson.object(ItemCodec.toAvro(new Row(item, standing)));
    row.remove(List.of("eligible", "reason", "orphaned_at"));
    for (JsonNode replica : row.path("replicas")) {
      ((ObjectNode) replica).remove("state");
    }
    return row;
  }
}
