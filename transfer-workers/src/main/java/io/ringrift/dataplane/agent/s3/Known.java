package io.ringrift.dataplane.agent.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A line of the last known state of a bucket: an object and what was reported of it.
 *
 * @param sha256 null: no hash of it is told anywhere, so it was not reported
 * @param checked when its hash was last looked for
 */
record Known(Listed object, String sha256, Instant checked) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String line() {
    ObjectNode line = JSON.createObjectNode();
    line.put("key", object.key());
    line.put("etag", object.etag());
    line.put("size", object.size());
    line.put("modified", object.modified().toEpochMilli());
    line.put("sha256", sha256);
    line.put("checked", checked.toEpochMilli());
    return line.toString();
  }

  /**
   * @throws IllegalArgumentException if this is no such line
   */
  static Known parse(String text) {
    try {
      JsonNode line = JSON.readTree(text);
      return new Known(
          new Listed(
              line.required("key").asText(),
              line.required("etag").asText(),
              line.required("size").asLong(),
              Instant.ofEpochMilli(line.required("modified").asLong())),
          line.required("sha256").isNull() ? null : line.get("sha256").asText(),
          Instant.ofEpochMilli(line.required("checked").asLong()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /**
   * Whether the listing shows the object that is described here. Times are compared in seconds: who
   * asks for one object is told no more.
   */
  boolean describes(Listed now) {
    return object.etag().equals(now.etag())
        && object.size() == now.size()
        && object.modified().getEpochSecond() == now.modified().getEpochSecond();
  }
}
