package io.ringrift.dataplane.agent.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.database.DatabaseStamp;
import java.time.Instant;

/**
 * The lines of the index file: a holding, or that one was reported. JSON, so people can read it.
 */
final class HoldingLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param reported whether the broker has acknowledged the holding
   */
  record Line(Holding holding, boolean reported) {}

  private HoldingLines() {}

  static String write(Holding holding, boolean reported) {
    ObjectNode line = JSON.createObjectNode();
    line.put("item", holding.name().itemId());
    line.put("kind", holding.name().kind().name());
    line.put("config", holding.name().configKey());
    line.put("boot", holding.boot());
    line.put("seq", holding.sequence());
    line.put("observed", holding.observedAt().toEpochMilli());
    line.put("reported", reported);
    Content content = holding.content();
    if (content != null) {
      line.put("sha256", content.sha256());
      line.put("size", content.stamp().size());
      line.put("mtime", content.stamp().modifiedNanos());
      line.put("inode", content.stamp().inode());
      line.put("validation", content.validation().name());
      if (content.evidence() != null) {
        line.put("evidence", content.evidence());
      }
      line.put("time", content.contentTime().toEpochMilli());
      if (content.sampleCount() != null) {
        line.put("samples", content.sampleCount());
      }
      if (content.gameCount() != null) {
        line.put("games", content.gameCount());
      }
      if (content.snapshot() != null) {
        line.put("snapshot", content.snapshot().file());
        line.put("live", content.snapshot().live().toString());
      }
    }
    return line.toString();
  }

  /**
   * @throws IllegalArgumentException if this is no line of an index
   */
  static Line read(String text) {
    try {
      JsonNode line = JSON.readTree(text);
      Holding holding =
          new Holding(
              name(line),
              line.has("sha256") ? content(line) : null,
              line.required("boot").asLong(),
              line.required("seq").asLong(),
              Instant.ofEpochMilli(line.required("observed").asLong()));
      return new Line(holding, line.required("reported").asBoolean());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (RefusedItemException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static ItemName name(JsonNode line) throws RefusedItemException {
    String itemId = line.required("item").asText();
    // Lines of the first version name neither; their kinds were the standard ones.
    return line.has("kind")
        ? ItemName.of(
            itemId, ItemKind.valueOf(line.get("kind").asText()), line.required("config").asText())
        : ItemPatterns.STANDARD.name(itemId);
  }

  private static Content content(JsonNode line) {
    return new Content(
        line.required("sha256").asText(),
        new FileStamp(
            line.required("size").asLong(),
            line.required("mtime").asLong(),
            line.required("inode").asLong()),
        Validation.valueOf(line.required("validation").asText()),
        line.has("evidence") ? line.get("evidence").asText() : null,
        Instant.ofEpochMilli(line.required("time").asLong()),
        line.has("samples") ? line.get("samples").asLong() : null,
        line.has("games") ? line.get("games").asLong() : null,
        line.has("snapshot")
            ? new Snapshot(
                line.get("snapshot").asText(), DatabaseStamp.parse(line.required("live").asText()))
            : null);
  }
}
