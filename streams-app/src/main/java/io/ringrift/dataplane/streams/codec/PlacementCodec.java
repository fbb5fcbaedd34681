package io.ringrift.dataplane.streams.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.streams.decision.Placement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Placements to and from JSON: they never leave the stage, so they need no schema in a registry,
 * and the changelog can still be read.
 */
public final class PlacementCodec {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlacementCodec() {}

  public static byte[] toBytes(Placement placement) {
    ObjectNode object = JSON.createObjectNode();
    object.put("config_key", placement.configKey());
    object.put("node_id", placement.nodeId());
    object.put("job_id", placement.jobId());
    object.put("guessed", placement.guessed());
    object.put("started_at", placement.startedAt().toString());
    object.put("expires_at", placement.expiresAt().toString());
    object.put("ended_at", placement.endedAt() == null ? null : placement.endedAt().toString());
    try {
      return JSON.writeValueAsBytes(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Placement toModel(byte[] bytes) {
    JsonNode object;
    try {
      object = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("not a placement", e);
    }
    return new Placement(
        object.required("config_key").textValue(),
        object.required("node_id").textValue(),
        object.path("job_id").textValue(),
        object.path("guessed").booleanValue(),
        Instant.parse(object.required("started_at").textValue()),
        Instant.parse(object.required("expires_at").textValue()),
        object.path("ended_at").isTextual()
            ? Instant.parse(object.path("ended_at").textValue())
            : null);
  }
}
