package io.ringrift.dataplane.streams.replay.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.json.AvroJson;

/** An entry of the history as JSON. */
public final class EntryJson {

  private EntryJson() {}

  public static ObjectNode of(HistoryEntry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("item_id", entry.itemId())
        .put("at", entry.at().toString())
        .put("topic", entry.topic())
        .put("partition", entry.partition())
        .put("offset", entry.offset())
        .put("words", entry.words())
        .put("refused", entry.refusal() == null ? null : entry.refusal().code());
    json.set("record", entry.value() == null ? null : AvroJson.object(entry.value()));
    return json;
  }
}
