package io.ringrift.dataplane.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
  private final RecordCodec codec = new RecordCodec();

  static Stream<SchemaRecord> records() {
    return Stream.of(
        new SchemaRecord.Version("a-value", 3, 7, "{\"type\":\"string\"}", true),
        new SchemaRecord.VersionRemoved("a-value", 3),
        new SchemaRecord.Level(Optional.empty(), Optional.of(CompatibilityLevel.FULL_TRANSITIVE)),
        new SchemaRecord.Level(Optional.of("a"), Optional.empty()),
        new SchemaRecord.ModeOf(Optional.of("a"), Optional.of(Mode.READONLY)),
        new SchemaRecord.ModeOf(Optional.empty(), Optional.empty()),
        new SchemaRecord.UsedIds(12));
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsWhatItWrote(SchemaRecord record) {
    RecordCodec.Entry entry = codec.encode(record);

    assertThat(codec.decode(entry.key(), entry.value())).hasValue(record);
  }

  @Test
  void layoutIsConfluents() {
    RecordCodec.Entry entry = codec.encode(new SchemaRecord.Version("a", 1, 1, "\"int\"", false));

    assertThat(entry.key())
        .isEqualTo("{\"keytype\":\"SCHEMA\",\"subject\":\"a\",\"version\":1,\"magic\":1}");
    assertThat(entry.value())
        .isEqualTo(
            "{\"subject\":\"a\",\"version\":1,\"id\":1,\"schema\":\"\\\"int\\\"\","
                + "\"deleted\":false}");
  }

  @Test
  void leavesForeignKeyTypesAlone() {
    assertThat(codec.decode("{\"keytype\":\"NOOP\",\"magic\":0}", null)).isEmpty();
  }

  @Test
  void refusesDamagedEntry() {
    assertThatIllegalArgumentException().isThrownBy(() -> codec.decode("{", "{}"));
  }
}
