package io.ringrift.dataplane.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
  /** Versions: {id}, then {id, size = 0}, then {id, size = 0, rack = ""}. */
  private static final List<SchemaRecord.Version> EARLIER =
      List.of(version(1, ""), version(2, size("0")), version(3, size("0") + rack("\"\"")));

  @ParameterizedTest
  @CsvSource({
    "NONE, true, true, true",
    "BACKWARD, true, false, true",
    "BACKWARD_TRANSITIVE, false, false, true",
    "FORWARD, true, true, true",
    "FORWARD_TRANSITIVE, true, true, true",
    "FULL, true, false, true",
    "FULL_TRANSITIVE, false, false, true",
  })
  void levelDecidesWhatAnAdditionMayLack(
      CompatibilityLevel level,
      boolean sizeWithoutDefault,
      boolean newFieldWithoutDefault,
      boolean newFieldWithDefault) {
    // The latest version has "size", the first one doesn't.
    assertThat(fits(size(null) + rack("\"\""), level)).isEqualTo(sizeWithoutDefault);
    assertThat(fits(size("0") + rack("\"\"") + field("owner", null), level))
        .isEqualTo(newFieldWithoutDefault);
    assertThat(fits(size("0") + rack("\"\"") + field("owner", "\"\""), level))
        .isEqualTo(newFieldWithDefault);
  }

  @Test
  void forwardNeedsFieldsThatOldReadersHaveNoDefaultFor() {
    SchemaRecord.Version old = version(1, field("owner", null));

    List<String> faults =
        Compatibility.faults(AvroText.parse(schema("")), List.of(old), CompatibilityLevel.FORWARD);

    assertThat(faults)
        .singleElement()
        .asString()
        .contains("FORWARD", "version 1", "READER_FIELD_MISSING_DEFAULT_VALUE", "owner");
  }

  @Test
  void faultNamesTheVersionAndThePlace() {
    List<String> faults =
        Compatibility.faults(
            AvroText.parse(schema(field("owner", null))), EARLIER, CompatibilityLevel.BACKWARD);

    assertThat(faults)
        .singleElement()
        .asString()
        .contains("BACKWARD", "version 3", "/fields/1", "owner");
  }

  @Test
  void firstVersionFitsAlways() {
    assertThat(
            Compatibility.faults(
                AvroText.parse("\"int\""), List.of(), CompatibilityLevel.FULL_TRANSITIVE))
        .isEmpty();
  }

  private static boolean fits(String fields, CompatibilityLevel level) {
    return Compatibility.faults(AvroText.parse(schema(fields)), EARLIER, level).isEmpty();
  }

  private static SchemaRecord.Version version(int number, String fields) {
    return new SchemaRecord.Version("a", number, number, schema(fields), false);
  }

  private static String size(String defaultValue) {
    return ",{\"name\":\"size\",\"type\":\"long\"" + defaultOf(defaultValue) + "}";
  }

  private static String rack(String defaultValue) {
    return field("rack", defaultValue);
  }

  private static String field(String name, String defaultValue) {
    return ",{\"name\":\"" + name + "\",\"type\":\"string\"" + defaultOf(defaultValue) + "}";
  }

  private static String defaultOf(String value) {
    return value == null ? "" : ",\"default\":" + value;
  }

  private static String schema(String fields) {
    return "{\"type\":\"record\",\"name\":\"Item\",\"fields\":"
        + "[{\"name\":\"id\",\"type\":\"string\"}"
        + fields
        + "]}";
  }
}
