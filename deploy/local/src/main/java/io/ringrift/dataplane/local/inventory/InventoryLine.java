package io.ringrift.dataplane.local.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.RefusedItemException;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.check.Fault;
import io.ringrift.dataplane.contract.check.ReplicaReportCheck;
import io.ringrift.dataplane.streams.codec.JsonFault;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One line of an inventory as a replica report.
 *
 * @param report null if there are faults
 */
record InventoryLine(ReplicaReport report, List<String> faults) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads a line. The report's boot is 0, below that of any agent: whatever the node's own agent
   * says wins. Of two imports the later one wins.
   *
   * @param importedAt when the import began
   */
  static InventoryLine parse(String line, Instant importedAt) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return new InventoryLine(null, List.of("no JSON " + JsonFault.of(e).replace("line 1, ", "")));
    }
    if (!json.isObject()) {
      return new InventoryLine(null, List.of("no JSON object"));
    }
    List<String> faults = new ArrayList<>();
    Map<InventoryField, Object> values = values(json, faults);
    if (faults.isEmpty()) {
      addWhatThePathSays(values, faults);
    }
    if (!faults.isEmpty()) {
      return new InventoryLine(null, faults);
    }
    ReplicaReport report = report(values, importedAt);
    List<String> refused =
        ReplicaReportCheck.check(report, importedAt).stream().map(Fault::toString).toList();
    return new InventoryLine(refused.isEmpty() ? report : null, refused);
  }

  private static Map<InventoryField, Object> values(JsonNode json, List<String> faults) {
    Map<InventoryField, Object> values = new EnumMap<>(InventoryField.class);
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      InventoryField.of(entry.getKey())
          .ifPresentOrElse(
              field -> {
                if (!entry.getValue().isNull()) {
                  read(field, entry.getValue(), values, faults);
                }
              },
              () ->
                  faults.add(
                      "no field "
                          + entry.getKey()
                          + ", allowed: "
                          + String.join(", ", InventoryField.keys())));
    }
    for (InventoryField field : InventoryField.values()) {
      if (field.required() && !json.hasNonNull(field.key())) {
        faults.add(field.key() + " is missing, allowed: " + field.allowed());
      }
    }
    return values;
  }

  private static void read(
      InventoryField field,
      JsonNode value,
      Map<InventoryField, Object> values,
      List<String> faults) {
    Object read =
        switch (field.kind()) {
          case TEXT -> value.isTextual() ? value.asText() : null;
          case WHOLE -> value.canConvertToExactIntegral() ? (Object) value.asLong() : null;
          case NUMBER -> value.isNumber() ? (Object) value.asDouble() : null;
          case TYPE -> type(value);
          case TIME -> time(value);
        };
    if (read == null) {
      faults.add(field.key() + " is " + value + ", allowed: " + field.allowed());
    } else {
      values.put(field, read);
    }
  }

  private static ItemType type(JsonNode value) {
    for (ItemType type : ItemType.values()) {
      if (type != ItemType.OTHER && type.name().equalsIgnoreCase(value.asText())) {
        return type;
      }
    }
    return null;
  }

  private static Instant time(JsonNode value) {
    try {
      return value.isNumber()
          ? Instant.ofEpochMilli(
              new BigDecimal(value.asText())
                  .movePointRight(3)
                  .setScale(0, RoundingMode.FLOOR)
                  .longValueExact())
          : OffsetDateTime.parse(value.asText()).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static void addWhatThePathSays(Map<InventoryField, Object> values, List<String> faults) {
    if (values.containsKey(InventoryField.ITEM_TYPE)
        && values.containsKey(InventoryField.CONFIG_KEY)) {
      return;
    }
    try {
      ItemName name = ItemPatterns.STANDARD.name((String) values.get(InventoryField.ITEM_ID));
      values.putIfAbsent(InventoryField.ITEM_TYPE, ItemType.valueOf(name.kind().name()));
      values.putIfAbsent(InventoryField.CONFIG_KEY, name.configKey());
    } catch (RefusedItemException e) {
      faults.add(e.getMessage() + "; allowed: such a path, or item_type and config_key beside it");
    }
  }

  private static ReplicaReport report(Map<InventoryField, Object> values, Instant importedAt) {
    return ReplicaReport.newBuilder()
        .setNodeId((String) values.get(InventoryField.NODE_ID))
        .setItemId((String) values.get(InventoryField.ITEM_ID))
        .setItemType((ItemType) values.get(InventoryField.ITEM_TYPE))
        .setConfigKey((String) values.get(InventoryField.CONFIG_KEY))
        .setBoot(0)
        .setSequence(importedAt.toEpochMilli())
        .setPresence(Presence.PRESENT)
        .setSha256((String) values.get(InventoryField.SHA256))
        .setSizeBytes((Long) values.get(InventoryField.SIZE_BYTES))
        .setPath((String) values.get(InventoryField.PATH))
        .setValidation(Validation.CLAIMED)
        .setContentTime((Instant) values.get(InventoryField.CONTENT_TIME))
        .setSampleCount((Long) values.get(InventoryField.SAMPLE_COUNT))
        .setGameCount((Long) values.get(InventoryField.GAME_COUNT))
        .setQualityScore((Double) values.get(InventoryField.QUALITY_SCORE))
        .setElo((Double) values.get(InventoryField.ELO))
        .setObservedAt((Instant) values.getOrDefault(InventoryField.OBSERVED_AT, importedAt))
        .build();
  }
}
