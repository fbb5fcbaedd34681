package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.embedded.process.StartupException;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process of its own: what a supervisor sees of it. */
class AppProcessIT {

  private static final Duration START = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private static EmbeddedPlatform embedded;
  private static AppPlatform platform;

  @BeforeAll
  static void startPlatform() {
    embedded = EmbeddedPlatform.start(folder);
    platform = new AppPlatform(embedded.bootstrapServers(), embedded.registryUrl(), 1);
    platform.createTopics();
  }

  @AfterAll
  static void stopPlatform() {
    platform.close();
    embedded.close();
  }

  @Test
  void saysThatItIsReadyAndEndsInOrderOnSigterm() {
    try (ChildProcess app = start("orderly", Map.of())) {
      String ready = app.awaitReady(START);

      assertThat(ready).matches("READY query=http://127\\.0\\.0\\.1:\\d+ pid=" + app.pid());
      assertThat(app.stop(Duration.ofSeconds(30))).as("ended by itself").isTrue();
      assertThat(app.exitCode()).hasValue(143);
      assertThat(folder.resolve("orderly/closed-cleanly")).exists();
    }
  }

  @Test
  void goesOnAfterKill9() {
    try (ChildProcess app = start("killed", Map.of())) {
      URI query = query(app.awaitReady(START));
      platform.send(
          0, platform.event("e-1", new HostOnline("gpu-1", null, null, null, null, null, null)));
      await()
          .atMost(START)
          .untilAsserted(() -> assertThat(AppPlatform.text(query, "/v1/nodes")).contains("gpu-1"));
      app.kill();
    }
    assertThat(folder.resolve("killed/closed-cleanly")).doesNotExist();

    try (ChildProcess again = start("killed", Map.of())) {
      URI query = query(again.awaitReady(START));
      platform.send(
          0, platform.event("e-2", new HostOnline("gpu-2", null, null, null, null, null, null)));
      await()
          .atMost(START)
          .untilAsserted(
              () -> assertThat(AppPlatform.text(query, "/v1/nodes")).contains("gpu-1", "gpu-2"));
    }
  }

  @Test
  void saysInOneLineThatKafkaDoesNotAnswer() {
    int nobody = Ports.free();
    try (ChildProcess app =
        start("unreachable", Map.of("bootstrap.servers", "127.0.0.1:" + nobody))) {
      assertThatThrownBy(() -> app.awaitReady(START))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("exit code 3")
          .hasMessageContaining("Kafka does not answer at 127.0.0.1:" + nobody)
          .hasMessageContaining("check bootstrap.servers");
      assertThat(app.lastLines(50)).noneMatch(line -> line.startsWith("\tat "));
    }
  }

  @Test
  void saysInOneLineThatTopicsAreMissing() {
    try (ChildProcess app = start("unequal", Map.of("topics.partitions", "2"))) {
      assertThatThrownBy(() -> app.awaitReady(START))
          .hasMessageContaining("exit code 3")
          .hasMessageContaining(
              "topic dataplane.events has partitions: 1, the settings say 2 (topics.partitions)");
    }
  }

  private static ChildProcess start(String name, Map<String, String> over) {
    Map<String, String> settings =
        new TreeMap<>(
            Map.of(
                "bootstrap.servers",
                embedded.bootstrapServers(),
                "schema.registry.url",
                embedded.registryUrl(),
                "topics.partitions",
                "1",
                "streams.application.id",
                name,
                "streams.state.dir",
                folder.resolve(name).toString(),
                "streams.query.port",
                "0"));
    settings.putAll(over);
    List<String> arguments = new ArrayList<>(List.of("--with-parent"));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return ChildProcess.start(
        ChildProcess.Spec.java(
            name,
            JavaCommand.of(DataPlaneApp.class)
                .withJvmOptions(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))
                .withArguments(arguments),
            folder.resolve(name + ".log")));
  }

  private static URI query(String ready) {
    return URI.create(ready.replaceAll(".*query=(\\S+).*", "$1"));
  }
}
