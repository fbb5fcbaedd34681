package io.ringrift.dataplane.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Records as JSON keys and values of the log, laid out as in Confluent's {@code _schemas} topic.
 * The key says what a record replaces, so compaction keeps the last state of each version and
 * setting; a null value takes it away.
 */
final class RecordCodec {
  private static final String SCHEMA = "SCHEMA";
  private static final String CONFIG = "CONFIG";
  private static final String MODE = "MODE";
  private static final String USED_IDS = "USED_IDS";

  private final ObjectMapper json = new ObjectMapper();

  /** A key and a value of the topic; the value is null when the state is taken away. */
  record Entry(String key, String value) {}

  Entry encode(SchemaRecord record) {
    if (record instanceof SchemaRecord.Version version) {
      return entry(versionKey(version.subject(), version.version()), versionValue(version));
    }
    if (record instanceof SchemaRecord.VersionRemoved removed) {
      return entry(versionKey(removed.subject(), removed.version()), null);
    }
    if (record instanceof SchemaRecord.Level level) {
      return entry(
          settingKey(CONFIG, level.subject()), setting("compatibilityLevel", level.level()));
    }
    if (record instanceof SchemaRecord.ModeOf mode) {
      return entry(settingKey(MODE, mode.subject()), setting("mode", mode.mode()));
    }
    if (record instanceof SchemaRecord.UsedIds used) {
      return entry(
          json.createObjectNode().put("keytype", USED_IDS),
          json.createObjectNode().put("highest", used.highest()));
    }
    throw new IllegalArgumentException("no encoding for " + record.getClass());
  }

  /**
   * Reads one entry.
   *
   * @return empty for a key type that is not ours
   * @throws IllegalArgumentException when the entry is damaged
   */
  Optional<SchemaRecord> decode(String key, String value) {
    JsonNode keyNode = read(key);
    JsonNode valueNode = value == null ? json.nullNode() : read(value);
    return switch (keyNode.path("keytype").asText()) {
      case SCHEMA -> Optional.of(version(keyNode, valueNode));
      case CONFIG ->
          Optional.of(
              new SchemaRecord.Level(
                  subject(keyNode),
                  text(valueNode, "compatibilityLevel").map(CompatibilityLevel::parse)));
      case MODE ->
          Optional.of(
              new SchemaRecord.ModeOf(subject(keyNode), text(valueNode, "mode").map(Mode::parse)));
      case USED_IDS -> Optional.of(new SchemaRecord.UsedIds(valueNode.path("highest").asInt()));
      default -> Optional.empty();
    };
  }

  private SchemaRecord version(JsonNode key, JsonNode value) {
    String subject = key.path("subject").asText();
    int number = key.path("version").asInt();
    if (value.isNull()) {
      return new SchemaRecord.VersionRemoved(subject, number);
    }
    return new SchemaRecord.Version(
        subject,
        number,
        value.path("id").asInt(),
        value.path("schema").asText(),
        value.path("deleted").asBoolean());
  }

  private ObjectNode versionKey(String subject, int version) {
    return json.createObjectNode()
        .put("keytype", SCHEMA)
        .put("subject", subject)
        .put("version", version)
        .put("magic", 1);
  }

  private ObjectNode versionValue(SchemaRecord.Version version) {
    return json.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema())
        .put("deleted", version.deleted());
  }

  private ObjectNode settingKey(String type, Optional<String> subject) {
    return json.createObjectNode()
        .put("keytype", type)
        .put("subject", subject.orElse(null))
        .put("magic", 0);
  }

  private ObjectNode setting(String name, Optional<? extends Enum<?>> value) {
    return value.map(set -> json.createObjectNode().put(name, set.name())).orElse(null);
  }

  private Entry entry(ObjectNode key, ObjectNode value) {
    return new Entry(key.toString(), value == null ? null : value.toString());
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }

  private static Optional<String> subject(JsonNode key) {
    return text(key, "subject");
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue());
  }
}
