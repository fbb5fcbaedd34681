package io.ringrift.dataplane.local.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** A field of an event's payload, and how text becomes its value. */
public final class EventField {
  private static final String BEFORE_NOW = "now-";

  private final Schema.Field field;
  private final Schema schema;

  EventField(Schema.Field field) {
    this.field = field;
    this.schema = valueSchema(field.schema());
  }

  public String name() {
    return field.name();
  }

  public String doc() {
    return field.doc();
  }

  /** Whether the event can't do without it: it has no default. */
  public boolean isRequired() {
    return !field.hasDefaultValue();
  }

  int position() {
    return field.pos();
  }

  Object defaultValue() {
    return SpecificData.get().getDefaultValue(field);
  }

  /** What may be given, for people. */
  public String allowed() {
    if (isTime()) {
      return "a time such as 2026-11-24T08:00:00Z, milliseconds since 1970, now or now-2h";
    }
    return switch (schema.getType()) {
      case ENUM -> "one of " + String.join(", ", schema.getEnumSymbols());
      case INT, LONG -> "a whole number";
      case FLOAT, DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "words separated by commas";
      default -> "text";
    };
  }

  /**
   * @param clock for times given relative to now
   * @throws IllegalArgumentException naming field, value and what is allowed
   */
  Object parse(String text, InstantSource clock) {
    String value = text.strip();
    if (isTime()) {
      return parsed(value, v -> time(v, clock));
    }
    return switch (schema.getType()) {
      case STRING -> text;
      case INT -> parsed(value, Integer::valueOf);
      case LONG -> parsed(value, Long::valueOf);
      case FLOAT -> parsed(value, Float::valueOf);
      case DOUBLE -> parsed(value, Double::valueOf);
      case BOOLEAN -> parsed(value, EventField::bool);
      case ENUM -> parsed(value, this::symbol);
      case ARRAY -> words(value);
      default -> throw new IllegalArgumentException(name() + " can't be set from text");
    };
  }

  private boolean isTime() {
    return schema.getType() == Schema.Type.LONG && schema.getLogicalType() != null;
  }

  private Object parsed(String value, Function<String, Object> parser) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          name() + " is \"" + value + "\", allowed: " + allowed(), e);
    }
  }

  private Object symbol(String value) {
    String wanted = value.toUpperCase(Locale.ROOT).replace('-', '_');
    if (!schema.hasEnumSymbol(wanted)) {
      throw new IllegalArgumentException(value);
    }
    return SpecificData.get().createEnum(wanted, schema);
  }

  private static List<String> words(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Object bool(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static Object time(String value, InstantSource clock) {
    if (value.equals("now")) {
      return clock.instant();
    }
    if (value.startsWith(BEFORE_NOW)) {
      return clock.instant().minus(age(value.substring(BEFORE_NOW.length())));
    }
    return value.matches("-?[0-9]+")
        ? Instant.ofEpochMilli(Long.parseLong(value))
        : Instant.parse(value);
  }

  /** {@code 30m}, {@code 2h}, {@code 7d}. */
  private static Duration age(String text) {
    return Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
  }

  /** The schema of a value that is there: of an optional field the member that isn't null. */
  private static Schema valueSchema(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(member -> member.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }
}
