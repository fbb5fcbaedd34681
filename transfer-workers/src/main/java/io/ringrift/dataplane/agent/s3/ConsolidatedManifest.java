package io.ringrift.dataplane.agent.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The manifest that consolidation writes into the bucket: {@code {"items": [{"key", "sha256",
 * "size_bytes", "sample_count"?, "game_count"?}]}}; {@code path} or {@code s3_key} stand for {@code
 * key}, {@code files} for {@code items}, {@code size} for {@code size_bytes}. An entry counts for
 * the object that it describes, by size, and that is not newer than the manifest.
 */
final class ConsolidatedManifest {
  /** Nothing is told. */
  static final ConsolidatedManifest NONE = new ConsolidatedManifest(Map.of(), Instant.MIN);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Entry> entries;
  private final Instant written;

  private record Entry(long size, Facts facts) {}

  private ConsolidatedManifest(Map<String, Entry> entries, Instant written) {
    this.entries = entries;
    this.written = written;
  }

  /** Reads the manifest of a bucket, if it has one. */
  static ConsolidatedManifest read(Bucket bucket, String key) throws IOException {
    Optional<ResponseBytes<GetObjectResponse>> object = bucket.read(key);
    return object.isEmpty()
        ? NONE
        : parse(
            object.get().asString(StandardCharsets.UTF_8), object.get().response().lastModified());
  }

  /**
   * @throws IOException if it is no JSON
   */
  static ConsolidatedManifest parse(String text, Instant written) throws IOException {
    JsonNode root = JSON.readTree(text);
    JsonNode items = root.isArray() ? root : root.path(root.has("items") ? "items" : "files");
    Map<String, Entry> entries = new HashMap<>();
    for (JsonNode item : items) {
      String key = first(item, "key", "s3_key", "path").asText("");
      String sha256 = item.path("sha256").asText("");
      JsonNode size = first(item, "size_bytes", "size");
      if (!key.isEmpty() && sha256.matches("[0-9a-f]{64}") && size.canConvertToLong()) {
        Facts facts =
            new Facts(
                sha256,
                null,
                number(item.path("sample_count")),
                number(item.path("game_count")),
                "manifest");
        entries.put(key, new Entry(size.asLong(), facts));
      }
    }
    return new ConsolidatedManifest(entries, written);
  }

  Optional<Facts> facts(Listed object) {
    Entry entry = entries.get(object.key());
    return entry != null && entry.size() == object.size() && !object.modified().isAfter(written)
        ? Optional.of(entry.facts())
        : Optional.empty();
  }

  private static JsonNode first(JsonNode item, String... names) {
    for (String name : names) {
      if (item.hasNonNull(name)) {
        return item.get(name);
      }
    }
    return item.path(names[0]);
  }

  private static Long number(JsonNode value) {
    return value.isIntegralNumber() ? value.asLong() : null;
  }
}
