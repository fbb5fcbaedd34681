package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.replay.LogTime;
import io.ringrift.dataplane.streams.replay.kafka.ChangesJson;
import io.ringrift.dataplane.streams.replay.kafka.EntryJson;
import io.ringrift.dataplane.streams.replay.kafka.HistoryEntry;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Where items were, what changed, and what shaped one. */
final class PastQueries {

  private final Past past;
  private final InstantSource clock;

  PastQueries(Past past, InstantSource clock) {
    this.past = past;
    this.clock = clock;
  }

  /** {@code GET /v1/items/{item_id}?at=}. */
  Answer one(Query query) {
    query.allow("at");
    Instant at = required(query, "at");
    String itemId = query.path().get(2);
    return Answer.json(
        past.ask(travel -> travel.item(itemId, at))
            .map(AvroJson::object)
            .orElseThrow(
                () -> ApiException.notFound("no item '" + itemId + "' was known at " + at)));
  }

  /** {@code GET /v1/items?at=&config=&type=&limit=}. */
  Answer list(Query query) {
    query.allow("at", "config", "type", "limit");
    Instant at = required(query, "at");
    Optional<String> config = query.text("config");
    Optional<ItemType> type = query.choice("type", ItemType.class);
    int limit = query.limit();
    TimeTravel.Listing found =
        past.ask(travel -> travel.items(at, item -> fits(item, config, type), limit));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("items", AvroJson.array(found.items()));
    return Answer.json(answer.put("truncated", found.truncated()).put("at", at.toString()));
  }

  private static boolean fits(ManifestItem item, Optional<String> config, Optional<ItemType> type) {
    return (config.isEmpty() || config.get().equals(item.getConfigKey()))
        && (type.isEmpty() || type.get() == item.getItemType());
  }

  /** {@code GET /v1/items/{item_id}/history?from=&to=&limit=}: of more the last ones. */
  Answer history(Query query) {
    query.allow("from", "to", "limit");
    Optional<Instant> from = time(query, "from");
    Optional<Instant> to = time(query, "to");
    int limit = query.limit();
    List<HistoryEntry> entries = past.ask(travel -> travel.history(query.path().get(2), from, to));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode array = answer.putArray("history");
    entries
        .subList(Math.max(0, entries.size() - limit), entries.size())
        .forEach(entry -> array.add(EntryJson.of(entry)));
    return Answer.json(answer.put("truncated", entries.size() > limit));
  }

  /** {@code GET /v1/diff?from=&to=&limit=}. */
  Answer diff(Query query) {
    query.allow("from", "to", "limit");
    Instant from = required(query, "from");
    Instant to = time(query, "to").orElseGet(clock::instant);
    if (to.isBefore(from)) {
      throw ApiException.invalid("to is " + to + ", allowed: not before from, which is " + from);
    }
    int limit = query.limit();
    return Answer.json(ChangesJson.of(past.ask(travel -> travel.diff(from, to, limit))));
  }

  private static Instant required(Query query, String name) {
    query.required(name);
    return time(query, name).orElseThrow();
  }

  private static Optional<Instant> time(Query query, String name) {
    try {
      return query.text(name).map(text -> LogTime.parse(name, text));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(e.getMessage());
    }
  }
}
