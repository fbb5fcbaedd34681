package io.ringrift.dataplane.local.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The fields of a line; names and meaning are those of a replica report. */
public enum InventoryField {
  NODE_ID("node_id", Kind.TEXT, true, "The node that holds the file."),
  ITEM_ID("item_id", Kind.TEXT, true, "The file's path below the node's data folder."),
  SHA256("sha256", Kind.TEXT, true, "Hash of the content, 64 lower-case hex digits."),
  SIZE_BYTES("size_bytes", Kind.WHOLE, true, "Size of the content."),
  ITEM_TYPE("item_type", Kind.TYPE, false, "Without it: as agents tell it by the path."),
  CONFIG_KEY("config_key", Kind.TEXT, false, "Without it: as agents tell it by the path."),
  PATH("path", Kind.TEXT, false, "Absolute path at the node, shown only."),
  CONTENT_TIME("content_time", Kind.TIME, false, "When its newest sample was made."),
  SAMPLE_COUNT("sample_count", Kind.WHOLE, false, "Samples of an NPZ file."),
  GAME_COUNT("game_count", Kind.WHOLE, false, "Games of a database."),
  QUALITY_SCORE("quality_score", Kind.NUMBER, false, "Quality in 0..1."),
  ELO("elo", Kind.NUMBER, false, "Rating of a model."),
  OBSERVED_AT("observed_at", Kind.TIME, false, "When it was seen there. Without it: now.");

  /** What may stand in a field. */
  enum Kind {
    TEXT("text"),
    WHOLE("a whole number"),
    NUMBER("a number"),
    TYPE("NPZ, GAME, MODEL or CHECKPOINT"),
    TIME("a time such as 2026-11-24T08:00:00Z, or seconds since 1970");

    private final String allowed;

    Kind(String allowed) {
      this.allowed = allowed;
    }

    String allowed() {
      return allowed;
    }
  }

  private final String key;
  private final Kind kind;
  private final boolean required;
  private final String meaning;

  InventoryField(String key, Kind kind, boolean required, String meaning) {
    this.key = key;
    this.kind = kind;
    this.required = required;
    this.meaning = meaning;
  }

  /** Its name in the JSON. */
  public String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  public boolean required() {
    return required;
  }

  /** What it says, for people. */
  public String meaning() {
    return meaning;
  }

  /** What may stand in it, for people. */
  public String allowed() {
    return kind.allowed();
  }

  static Optional<InventoryField> of(String key) {
    return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(InventoryField::key).toList();
  }
}
