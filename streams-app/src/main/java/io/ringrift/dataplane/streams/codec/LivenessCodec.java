package io.ringrift.dataplane.streams.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.model.SourceState;
import io.ringrift.dataplane.streams.node.Heard;
import io.ringrift.dataplane.streams.node.Liveness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Liveness to and from JSON: it never leaves the stage, so it needs no schema in a registry, and
 * the changelog can still be read. A field that an older version didn't write reads as absent.
 */
public final class LivenessCodec {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LivenessCodec() {}

  public static byte[] toBytes(Liveness liveness) {
    ObjectNode object = JSON.createObjectNode();
    object.put("boot", liveness.boot());
    object.put("sequence", liveness.sequence());
    object.put("last_heartbeat_at", text(liveness.lastHeartbeatAt()));
    object.put("heard_at", text(liveness.heardAt()));
    object.put("beats_since_offline", liveness.beatsSinceOffline());
    ArrayNode events = object.putArray("recent_events");
    liveness.recentEvents().forEach(events::add);
    if (liveness.source() != null) {
      object.set("source", json(liveness.source()));
    }
    if (liveness.heard() != null) {
      object.set("heard", json(liveness.heard()));
    }
    try {
      return JSON.writeValueAsBytes(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Liveness toModel(byte[] bytes) {
    try {
      JsonNode object = JSON.readTree(bytes);
      List<String> events = new ArrayList<>();
      object.path("recent_events").forEach(event -> events.add(event.asText()));
      return new Liveness(
          object.path("boot").asLong(),
          object.path("sequence").asLong(),
          time(object.path("last_heartbeat_at")),
          time(object.path("heard_at")),
          object.path("beats_since_offline").asInt(),
          events,
          source(object.path("source")),
          heard(object.path("heard")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also as queries show it. */
  public static ObjectNode json(SourceState source) {
    ObjectNode object = JSON.createObjectNode();
    object.put("refreshed_at", text(source.refreshedAt()));
    object.put("items", source.items());
    object.put("waiting", source.waiting());
    object.put("unreported", source.unreported());
    object.put("unknown_files", source.unknownFiles());
    object.put("problem", source.problem());
    return object;
  }

  private static SourceState source(JsonNode object) {
    return !object.isObject()
        ? null
        : new SourceState(
            time(object.path("refreshed_at")),
            object.path("items").asLong(),
            object.path("waiting").asLong(),
            object.path("unreported").asLong(),
            object.path("unknown_files").asLong(),
            word(object.path("problem")));
  }

  private static ObjectNode json(Heard heard) {
    ObjectNode object = JSON.createObjectNode();
    object.put("kind", heard.kind().name());
    object.put("provider", heard.provider());
    object.put("region", heard.region());
    object.put("rack", heard.rack());
    ArrayNode roles = object.putArray("roles");
    heard.roles().stream().sorted().forEach(roles::add);
    object.put("endpoint", heard.endpoint());
    object.put("disk_limit_percent", heard.diskLimitPercent());
    object.put("max_transfers", heard.maxTransfers());
    return object;
  }

  private static Heard heard(JsonNode object) {
    if (!object.isObject()) {
      return null;
    }
    Set<String> roles = new HashSet<>();
    object.path("roles").forEach(role -> roles.add(role.asText()));
    return new Heard(
        NodeKind.valueOf(object.path("kind").asText()),
        word(object.path("provider")),
        word(object.path("region")),
        word(object.path("rack")),
        roles,
        word(object.path("endpoint")),
        object.path("disk_limit_percent").asInt(),
        object.path("max_transfers").asInt());
  }

  private static String word(JsonNode text) {
    return text.isTextual() ? text.asText() : null;
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }

  private static Instant time(JsonNode text) {
    return text.isTextual() ? Instant.parse(text.asText()) : null;
  }
}
