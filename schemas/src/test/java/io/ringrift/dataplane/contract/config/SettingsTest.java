package io.ringrift.dataplane.contract.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path folder;

  private static ConfigDef definition() {
    return CommonSettings.definition()
        .define("agent.root", ConfigDef.Type.STRING, "", Importance.HIGH, "data folder")
        .define(
            "agent.scan-rate.ms",
            ConfigDef.Type.LONG,
            5000L,
            Range.atLeast(1),
            Importance.LOW,
            "scan rate")
        .define("agent.roles", ConfigDef.Type.LIST, "training", Importance.LOW, "roles");
  }

  private static Settings settings(Map<String, String> environment, Map<String, String> flags) {
    return Settings.load(definition(), null, environment, flags);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("dataplane.properties"), text);
  }

  @Test
  void flagsGoBeforeVariablesBeforeTheFileBeforeDefaults() throws IOException {
    Path file = file("agent.root=/file\nagent.roles=a, b\nbootstrap.servers=file:9092\n");
    Map<String, String> environment =
        Map.of("DATAPLANE_AGENT_ROOT", "/variable", "DATAPLANE_BOOTSTRAP_SERVERS", "variable:9092");

    Settings settings =
        Settings.load(definition(), file, environment, Map.of("agent.root", "/flag"));

    assertThat(settings.path("agent.root")).contains(Path.of("/flag"));
    assertThat(settings.kafka()).containsEntry("bootstrap.servers", "variable:9092");
    assertThat(settings.list("agent.roles")).containsExactly("a", "b");
    assertThat(settings.millis("agent.scan-rate.ms")).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.integer(CommonSettings.TOPICS_PARTITIONS)).isEqualTo(3);
  }

  @Test
  void findsTheKeyOfAVariableWhateverItsPunctuation() {
    assertThat(
            settings(Map.of("DATAPLANE_AGENT_SCAN_RATE_MS", "7"), Map.of())
                .longInteger("agent.scan-rate.ms"))
        .isEqualTo(7);
  }

  @Test
  void namesAllFaultsAtOnce() throws IOException {
    Path file = file("agent.rot=/data\nagent.scan-rate.ms=0\ntopics.partitions=many\n");

    SettingsException thrown =
        catchThrowableOfType(
            SettingsException.class,
            () -> Settings.load(definition(), file, Map.of(), Map.of("serde", "avro")));

    assertThat(thrown.faults())
        .containsExactlyInAnyOrder(
            "agent.rot is no setting; known there: agent.roles, agent.root, agent.scan-rate.ms",
            "agent.scan-rate.ms is 0: Value must be at least 1",
            "topics.partitions is many: Not a number of type INT",
            "serde is avro: String must be one of: auto, builtin, confluent");
    assertThat(thrown).hasMessageContaining("agent.rot").hasMessageContaining("many");
  }

  @Test
  void saysWhichSettingMustBeGiven() {
    ConfigDef definition =
        definition().define("agent.node.id", ConfigDef.Type.STRING, Importance.HIGH, "the node");

    assertThatThrownBy(() -> Settings.load(definition, null, Map.of(), Map.of()))
        .hasMessage("agent.node.id must be given");
  }

  @Test
  void leavesTheSectionsOfOtherProcessesAlone() throws IOException {
    Path file = file("worker.slots=lots\n");

    Settings settings =
        Settings.load(definition(), file, Map.of("DATAPLANE_BUILD", "never"), Map.of());

    assertThatThrownBy(() -> settings.string("worker.slots"))
        .hasMessage("setting worker.slots is not defined for this process");
  }

  @Test
  void passesKafkasKeysThroughUnchanged() {
    Settings settings =
        settings(
            Map.of("DATAPLANE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
            Map.of("kafka.producer.linger.ms", "5"));

    assertThat(settings.kafka())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("producer.linger.ms", "5");
  }

  @Test
  void passesConfluentsKeysToTheSerdes() {
    Settings settings =
        settings(
            Map.of("DATAPLANE_SCHEMA_REGISTRY_URL", "http://one:8081,http://two:8081"),
            Map.of(
                "basic.auth.credentials.source", "SASL_INHERIT",
                "kafka.sasl.jaas.config", "module required;",
                "auto.register.schemas", "false",
                "kafka.acks", "all"));

    assertThat(settings.serdes())
        .containsOnly(
            Map.entry("schema.registry.url", "http://one:8081,http://two:8081"),
            Map.entry("serde", "auto"),
            Map.entry("basic.auth.credentials.source", "SASL_INHERIT"),
            Map.entry("sasl.jaas.config", "module required;"),
            Map.entry("auto.register.schemas", "false"));
  }

  @Test
  void saysThatAFileCannotBeRead() {
    Path missing = folder.resolve("missing.properties");

    assertThatThrownBy(() -> Settings.load(definition(), missing, Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("settings file " + missing + " can't be read");
  }
}
