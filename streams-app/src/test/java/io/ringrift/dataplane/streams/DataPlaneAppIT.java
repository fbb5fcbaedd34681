package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.embedded.EmbeddedBroker;
import io.ringrift.dataplane.embedded.registry.DevelopmentRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application on a real broker with three partitions and a registry that comes and goes. */
class DataPlaneAppIT {

  private static final int PARTITIONS = 3;

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static DevelopmentRegistry registry;
  private static AppPlatform platform;

  @BeforeAll
  static void startPlatform() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder.resolve("broker")));
    registry = DevelopmentRegistry.start(DevelopmentRegistry.Options.on(broker.bootstrapServers()));
    platform = new AppPlatform(broker.bootstrapServers(), registry.url(), PARTITIONS);
    platform.createTopics();
  }

  @AfterAll
  static void stopPlatform() {
    platform.close();
    registry.close();
    broker.close();
  }

  @Test
  void refusesBadRecordsInEveryPartitionAndGoesOn() throws Exception {
    try (DataPlaneApp app = start("bad-input")) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        platform.sendRaw(platform.topics().events().name(), partition, new byte[] {7, 7, 7});
        platform.sendRaw(
            platform.topics().events().name(), partition, new byte[] {0, 0x7f, 0, 0, 1, 2});
        platform.send(partition, platform.event("", new TrainingStarted("hex8_2p", "gpu-1", null)));
        platform.send(
            partition,
            platform.event(
                "online-" + partition,
                new HostOnline("gpu-" + partition, null, null, null, null, null, null)));
      }

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(names(AppPlatform.get(app.queryUrl(), "/v1/nodes")))
                      .contains("gpu-0", "gpu-1", "gpu-2"));
      List<ConsumerRecord<byte[], byte[]>> letters =
          platform.read(platform.topics().deadLetters().name(), 9);
      assertThat(letters.stream().map(letter -> at(letter) + " " + error(letter)))
          .containsExactlyInAnyOrderElementsOf(
              Set.of("not_framed", "unknown_schema", "invalid_event").stream()
                  .flatMap(
                      code ->
                          List.of("0", "1", "2").stream().map(partition -> partition + " " + code))
                  .collect(Collectors.toSet()));
      assertThat(AppPlatform.text(app.queryUrl(), "/metrics"))
          .contains("dataplane_dead_letters_total{stage=\"events\",code=\"not_framed\"} 3");
    }
  }

  @Test
  void waitsForARegistryThatIsAwayAndLosesNothing() throws Exception {
    byte[] foreign = platform.eventOfANewerSchema("after-outage", "gpu-late");
    try (DataPlaneApp app = start("registry-away")) {
      int port = platform.registryPort();
      registry.close();
      platform.sendRaw(platform.topics().events().name(), 1, foreign);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(AppPlatform.text(app.queryUrl(), "/health/ready"))
                      .contains("stages wait for it"));
      // Longer than the transaction timeout: the broker aborts what was open meanwhile.
      await().pollDelay(Duration.ofSeconds(8)).atMost(Duration.ofSeconds(9)).until(() -> true);
      assertThat(AppPlatform.status(app.queryUrl(), "/health/ready")).isEqualTo(503);
      assertThat(AppPlatform.status(app.queryUrl(), "/health/live")).isEqualTo(200);

      registry =
          DevelopmentRegistry.start(
              DevelopmentRegistry.Options.on(broker.bootstrapServers()).withPort(port));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(names(AppPlatform.get(app.queryUrl(), "/v1/nodes")))
                      .contains("gpu-late"));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(AppPlatform.status(app.queryUrl(), "/health/ready")).isEqualTo(200));
      assertThat(platform.read(platform.topics().deadLetters().name(), Integer.MAX_VALUE))
          .noneMatch(letter -> Arrays.equals(letter.value(), foreign));
    }
  }

  @Test
  void aRestartGoesOnWithItsStores() throws Exception {
    try (DataPlaneApp app = start("restart")) {
      platform.send(
          0,
          platform.event("before", new HostOnline("gpu-kept", null, null, null, "r7", null, null)));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(names(AppPlatform.get(app.queryUrl(), "/v1/nodes")))
                      .contains("gpu-kept"));
    }
    assertThat(folder.resolve("restart/closed-cleanly")).exists();

    long began = System.nanoTime();
    try (DataPlaneApp app = start("restart")) {
      assertThat(folder.resolve("restart/closed-cleanly")).doesNotExist();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
      assertThat(names(AppPlatform.get(app.queryUrl(), "/v1/nodes"))).contains("gpu-kept");
    }
  }

  @Test
  void refusesTopicsWithOtherPartitionCounts() {
    Map<String, String> flags = flags("unequal");
    flags.put("topics.partitions", "4");

    assertThatThrownBy(() -> DataPlaneApp.start(DataPlaneSettings.load(null, Map.of(), flags)))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith(
            "topic dataplane.events has partitions: 3, the settings say 4 (topics.partitions)")
        .extracting(e -> ((StartupException) e).exitCode())
        .isEqualTo(3);
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (DataPlaneApp app = start("port-owner")) {
      Map<String, String> flags = flags("port-wanted");
      flags.put("streams.query.port", Integer.toString(app.queryUrl().getPort()));

      assertThatThrownBy(() -> DataPlaneApp.start(DataPlaneSettings.load(null, Map.of(), flags)))
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith(
              "the query API can't listen on 127.0.0.1:" + app.queryUrl().getPort());
    }
  }

  @Test
  void refusesAStateFolderThatIsInUse() throws Exception {
    try (DataPlaneApp app = start("shared-folder")) {
      assertThat(app.queryUrl()).isNotNull();
      assertThatThrownBy(
              () ->
                  DataPlaneApp.start(
                      DataPlaneSettings.load(null, Map.of(), flags("shared-folder"))))
          .isInstanceOf(StartupException.class)
          .hasMessageEndingWith("which another process uses; give each instance its own");
    }
  }

  private static DataPlaneApp start(String name) throws InterruptedException {
    DataPlaneApp app = DataPlaneApp.start(DataPlaneSettings.load(null, Map.of(), flags(name)));
    assertThat(app.awaitRunning(Duration.ofSeconds(60))).isTrue();
    return app;
  }

  /** Each test is an application of its own: it reads the events of all tests before it. */
  private static Map<String, String> flags(String name) {
    return new HashMap<>(
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(),
            "schema.registry.url", registry.url(),
            "streams.state.dir", folder.resolve(name).toString(),
            "streams.application.id", name,
            "streams.query.port", "0"));
  }

  private static List<String> names(JsonNode nodes) {
    return nodes.path("nodes").findValuesAsText("node_id");
  }

  private static String at(ConsumerRecord<byte[], byte[]> letter) {
    return header(letter, "dataplane.partition");
  }

  private static String error(ConsumerRecord<byte[], byte[]> letter) {
    return header(letter, "dataplane.error");
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
