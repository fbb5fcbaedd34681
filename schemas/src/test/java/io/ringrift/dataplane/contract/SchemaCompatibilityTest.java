package io.ringrift.dataplane.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.contract.serde.JavaProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Today's programs read what the last release wrote, and the last release reads what today's write.
 * How to release a new baseline stands in {@code schemas/README.md}.
 */
class SchemaCompatibilityTest {

  private static final Path BASELINE = Path.of("src", "test", "avro-baseline");

  static List<Class<? extends SpecificRecord>> types() {
    return ContractTypes.ALL;
  }

  @BeforeAll
  static void writeBaselineWhenAsked() throws IOException {
    if (Boolean.getBoolean("baseline.write")) {
      ObjectMapper json = new ObjectMapper();
      for (Class<?> type : ContractTypes.ALL) {
        JsonNode schema =
            json.readTree(JavaProperties.remove(ContractTypes.schema(type)).toString());
        Files.writeString(
            file(type), json.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n");
      }
    }
  }

  private static Path file(Class<?> type) {
    return BASELINE.resolve(type.getSimpleName() + ".avsc");
  }

  private static Schema baseline(Class<?> type) throws IOException {
    assertThat(file(type)).as("baseline of %s", type.getSimpleName()).isRegularFile();
    return new Schema.Parser().parse(Files.readString(file(type)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void readsWhatTheLastReleaseWrote(Class<?> type) throws IOException {
    assertReads(ContractTypes.schema(type), baseline(type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void isReadByTheLastRelease(Class<?> type) throws IOException {
    assertReads(baseline(type), ContractTypes.schema(type));
  }

  private static void assertReads(Schema reader, Schema writer) {
    SchemaPairCompatibility result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(result.getType())
        .as(
            "%s: %s",
            reader.getFullName(), result.getResult().getIncompatibilities().stream().toList())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @Test
  void noRecordOfTheLastReleaseIsGone() throws IOException {
    try (Stream<Path> files = Files.list(BASELINE)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              ContractTypes.ALL.stream().map(type -> type.getSimpleName() + ".avsc").toList());
    }
  }

  @Test
  void coversEveryTopicWithAnAvroValue() {
    List<String> names = ContractTypes.ALL.stream().map(Class::getSimpleName).toList();
    try (Topics topics = new Topics(Map.of("schema.registry.url", "mock://coverage"), 1)) {
      assertThat(topics.all().stream().map(topic -> topic.use().value()))
          .allSatisfy(value -> assertThat(value).matches(v -> v.contains(" ") || names.contains(v)))
          .containsAll(names);
    }
  }
}
