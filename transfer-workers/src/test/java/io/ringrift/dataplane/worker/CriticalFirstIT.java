package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.worker.TestBroker.Following;
import io.ringrift.dataplane.worker.wire.Operations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What long transfers of lower priority can and can't do to others. */
class CriticalFirstIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SHARED_SLOTS = 8;

  @TempDir static Path brokerFolder;
  @TempDir static Path keys;
  private static TestBroker broker;

  private Workers workers;
  private StandInAgent agent;

  @BeforeAll
  static void startBroker() {
    broker = new TestBroker(brokerFolder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void start() throws Exception {
    agent = new StandInAgent();
    workers = new Workers(broker, keys.resolve("keys"));
  }

  @AfterEach
  void stop() throws Exception {
    agent.letGo(".*");
    workers.close();
    agent.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void criticalStartsWhileAllOtherSlotsRunLongTransfers(int count) throws Exception {
    Following<TransferResult> results = broker.results();
    String low = "low-" + count + "-";
    for (int i = 0; i < 2 * SHARED_SLOTS * count; i++) {
      emit(low + i, Priority.LOW);
    }
    for (int i = 1; i <= count; i++) {
      workers.start("w-" + i);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(told(results, "STARTED " + low)).hasSize(SHARED_SLOTS * count));

    agent.letGo("critical-.*");
    for (int i = 0; i < 10; i++) {
      emit("critical-" + count + "-" + i, Priority.CRITICAL);
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(told(results, "COMPLETE critical-" + count)).hasSize(10));
    // All the while every long one has run on, and none more has started.
    assertThat(told(results, "STARTED " + low)).hasSize(SHARED_SLOTS * count);
    assertThat(told(results, "COMPLETE " + low)).isEmpty();

    agent.letGo(".*");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(told(results, "COMPLETE " + low))
                    .hasSize(2 * SHARED_SLOTS * count)
                    .doesNotHaveDuplicates());
    assertThat(told(results, "STARTED")).doesNotHaveDuplicates();
  }

  @Test
  void coldStorageMovesOnUnderABacklogOfHigh() throws Exception {
    Following<TransferResult> results = broker.results();
    agent.letGo(".*");
    for (int i = 0; i < 150; i++) {
      emit("high-" + i, Priority.HIGH);
    }
    for (int i = 0; i < 3; i++) {
      emit("cold-" + i, Priority.COLD_STORAGE);
    }

    workers.start("w-1", Map.of("worker.slots", "2", "worker.slots.critical", "1"));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(told(results, "COMPLETE")).hasSize(153));
    List<TransferResult> byTime =
        results.values().stream()
            .filter(result -> TestBroker.told(List.of(result)).get(0).startsWith("STARTED"))
            .sorted(Comparator.comparing(TransferResult::getOccurredAt))
            .toList();
    // A turn in 15 at the most; the first ones wait for the worker to join its groups.
    assertThat(TestBroker.told(byTime).subList(0, 100))
        .contains("STARTED cold-0", "STARTED cold-1", "STARTED cold-2");
  }

  private static List<String> told(Following<TransferResult> results, String start) {
    return TestBroker.told(results.values()).stream().filter(t -> t.startsWith(start)).toList();
  }

  private void emit(String id, Priority priority) {
    DataOperation operation =
        Operations.of(id, priority)
            .setTargetEndpoint(agent.url())
            .setSources(List.of(Operations.source("gpu-2", agent.url())))
            .build();
    broker.emit(operation);
  }
}
