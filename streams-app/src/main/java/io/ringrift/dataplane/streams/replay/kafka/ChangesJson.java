package io.ringrift.dataplane.streams.replay.kafka;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.streams.replay.Change;

/** What changed, as JSON: {@code {changes: [{item_id, new, steps, events}], truncated}}. */
public final class ChangesJson {

  private ChangesJson() {}

  public static ObjectNode of(TimeTravel.Changes changes) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray("changes");
    for (Change change : changes.changes()) {
      ObjectNode node =
          array.addObject().put("item_id", change.itemId()).put("new", change.before() == null);
      ArrayNode steps = node.putArray("steps");
      for (Change.Step step : change.steps()) {
        steps
            .addObject()
            .put("subject", step.subject())
            .put("before", step.before())
            .put("after", step.after());
      }
      ArrayNode events = node.putArray("events");
      changes.events().stream()
          .filter(entry -> entry.itemId().equals(change.itemId()))
          .forEach(entry -> events.add(EntryJson.of(entry)));
    }
    json.put("truncated", changes.truncated());
    return json;
  }
}
