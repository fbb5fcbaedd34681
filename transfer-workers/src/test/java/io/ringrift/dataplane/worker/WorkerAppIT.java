package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.TestBroker.Following;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.wire.Operations;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process: how it starts, refuses to, and stops. */
class WorkerAppIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    GrantKeys.generate(folder.resolve("keys"));
  }

  @Test
  void handsRunningTransfersBackOnSigterm() throws Exception {
    try (TestBroker broker = new TestBroker(folder.resolve("broker"));
        StandInAgent agent = new StandInAgent();
        ChildProcess worker = start("worker", settings(broker.addresses()))) {
      String ready = worker.awaitReady(PATIENCE);
      assertThat(ready).matches("READY worker=w-1 status=http://127.0.0.1:\\d+ pid=\\d+");
      assertThat(get(ready, "/health")).isEqualTo("ok\n");
      Following<TransferResult> results = broker.results();
      for (int i = 0; i < 3; i++) {
        broker.emit(
            Operations.of("op-" + i, Priority.NORMAL)
                .setTargetEndpoint(agent.url())
                .setSources(List.of(Operations.source("gpu-2", agent.url())))
                .build());
      }
      await().atMost(PATIENCE).until(() -> agent.orders() == 3);
      assertThat(get(ready, "/metrics"))
          .contains("dataplane_worker_transfers_running{priority=\"normal\"} 3.0");

      assertThat(worker.stop(PATIENCE)).isTrue();

      assertThat(worker.exitCode()).isEqualTo(OptionalInt.of(128 + 15));
      assertThat(results.values())
          .filteredOn(result -> "worker_stopping".equals(result.getReason()))
          .hasSize(3)
          .allMatch(result -> result.getRetryAfterMs() == 0);
    }
  }

  @Test
  void namesEverySettingThatCannotBeUsed() throws Exception {
    String told =
        failed(
            2,
            Map.of("worker.slots", "none", "worker.slot.critical", "1", "worker.drain.ms", "-1"));

    assertThat(told)
        .contains(
            "worker.slots", "worker.slot.critical", "worker.drain.ms", "worker.grant.private.key")
        .doesNotContain("\tat ");
  }

  @Test
  void saysInOneLineThatTheBrokerCannotBeReached() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    Map<String, String> settings =
        settings(
            Map.of(
                "bootstrap.servers", "127.0.0.1:" + nobody,
                "kafka.default.api.timeout.ms", "3000",
                "kafka.request.timeout.ms", "1000"));

    assertThat(failed(1, settings))
        .contains("worker w-1 can't start: brokers at 127.0.0.1:" + nobody + " can't be reached")
        .doesNotContain("\tat ");
  }

  @Test
  void saysInOneLineThatItsKeyCannotBeRead() throws Exception {
    Map<String, String> settings = settings(Map.of());
    settings.put("worker.grant.private.key", folder.resolve("none.pem").toString());

    assertThat(failed(1, settings))
        .contains("can't start")
        .contains("none.pem")
        .doesNotContain("\tat ");
  }

  /** What a worker says that doesn't start. */
  private static String failed(int exitCode, Map<String, String> settings) throws Exception {
    try (ChildProcess worker = start("failing", settings)) {
      await().atMost(PATIENCE).until(() -> !worker.isAlive());
      assertThat(worker.exitCode()).isEqualTo(OptionalInt.of(exitCode));
    }
    return Files.readString(folder.resolve("failing.log"));
  }

  private static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("worker.id", "w-1");
    settings.put("worker.drain.ms", "0");
    settings.put(
        "worker.grant.private.key",
        folder.resolve("keys").resolve(GrantKeys.PRIVATE_FILE).toString());
    return settings;
  }

  private static ChildProcess start(String name, Map<String, String> settings) {
    List<String> words =
        settings.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
    JavaCommand command =
        JavaCommand.of(WorkerApp.class).withJvmOptions(List.of("-Xmx128m")).withArguments(words);
    return ChildProcess.start(ChildProcess.Spec.java(name, command, folder.resolve(name + ".log")));
  }

  private static String get(String ready, String path) throws Exception {
    String url = ready.replaceAll(".*status=(\\S+).*", "$1");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
