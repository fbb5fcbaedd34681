package io.ringrift.dataplane.streams.replay.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.manifest.Item;
import java.util.List;

/** An item's registers as JSON: the manifest row without what is derived from the nodes. */
public final class RegistersJson {

  private RegistersJson() {}

  public static ObjectNode of(Item item) {
    ObjectNode row = AvroJson.object(RegisterRows.of(item));
    row.remove(List.of("eligible", "reason", "orphaned_at"));
    for (JsonNode replica : row.path("replicas")) {
      ((ObjectNode) replica).remove("state");
    }
    return row;
  }
}
