package io.ringrift.dataplane.local.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Units;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads fields of the API's answers, which have the names of the contract's records. */
final class Fields {

  private Fields() {}

  /** Null where the field is null or missing. */
  static String text(JsonNode record, String field) {
    JsonNode value = record.path(field);
    return value.isNull() || value.isMissingNode() ? null : value.asText();
  }

  static String bytes(JsonNode record, String field) {
    return record.path(field).isNumber() ? Units.bytes(record.path(field).asLong()) : null;
  }

  static Instant time(JsonNode record, String field) {
    String text = text(record, field);
    return text == null ? null : Instant.parse(text);
  }

  static String ago(JsonNode record, String field, InstantSource clock) {
    Instant time = time(record, field);
    return time == null ? null : Units.ago(time, clock);
  }

  /** The elements joined by commas; null when there are none. */
  static String words(JsonNode record, String field) {
    List<String> words = new ArrayList<>();
    record.path(field).forEach(word -> words.add(word.asText()));
    return words.isEmpty() ? null : String.join(",", words);
  }

  static Stream<JsonNode> each(JsonNode record, String field) {
    return StreamSupport.stream(record.path(field).spliterator(), false);
  }

  /** The first 12 digits of a hash: enough to compare by eye. */
  static String hash(JsonNode record, String field) {
    String hash = text(record, field);
    return hash == null ? null : hash.substring(0, Math.min(12, hash.length()));
  }
}
