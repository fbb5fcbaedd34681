package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.worker.TestBroker.Following;
import io.ringrift.dataplane.worker.wire.Operations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten workers on a topic of one partition: more workers than partitions, which share a backlog
 * evenly. {@code ./dataplane bench priority --workers 10} measures it with processes.
 */
class SharedBacklogIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int WORKERS = 10;
  private static final int BACKLOG = 600;

  @TempDir static Path brokerFolder;
  @TempDir static Path keys;

  @Test
  void tenWorkersShareABacklogEvenly() throws Exception {
    try (TestBroker broker = new TestBroker(brokerFolder);
        StandInAgent agent = new StandInAgent();
        Workers workers = new Workers(broker, keys.resolve("keys"))) {
      agent.letGo(".*");
      Following<TransferResult> results = broker.results();
      for (int i = 0; i < WORKERS; i++) {
        workers.start("w-" + i);
      }
      int warmUp = untilAllTakeWork(broker, agent, results);
      int before = results.values().size();

      for (int i = 0; i < BACKLOG; i++) {
        emit(broker, agent, "shared-" + i);
      }

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(completed(results, before, "shared-")).hasSize(BACKLOG));
      List<TransferResult> done = completed(results, before, "shared-");
      assertThat(done).extracting(TransferResult::getOperationId).doesNotHaveDuplicates();
      assertThat(started(results)).as("each once").doesNotHaveDuplicates();
      Map<String, Long> shares =
          done.stream()
              .collect(
                  Collectors.groupingBy(
                      TransferResult::getWorkerId, TreeMap::new, Collectors.counting()));
      System.out.printf(
          "%d operations, %d workers, warmed up with %d: %s%n", BACKLOG, WORKERS, warmUp, shares);
      assertThat(shares).hasSize(WORKERS);
      long mean = BACKLOG / WORKERS;
      assertThat(shares.values()).allMatch(share -> mean <= 2 * share && share <= 2 * mean);
    }
  }

  /** Joining takes seconds, and one that joins later would have the smaller part. */
  private static int untilAllTakeWork(
      TestBroker broker, StandInAgent agent, Following<TransferResult> results) {
    int[] emitted = {0};
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (int i = 0; i < WORKERS; i++) {
                emit(broker, agent, "warm-" + emitted[0]++);
              }
              return completed(results, 0, "warm-").stream()
                      .map(TransferResult::getWorkerId)
                      .distinct()
                      .count()
                  == WORKERS;
            });
    await().atMost(PATIENCE).until(() -> completed(results, 0, "warm-").size() == emitted[0]);
    return emitted[0];
  }

  private static List<TransferResult> completed(
      Following<TransferResult> results, int after, String start) {
    return results.values().stream()
        .skip(after)
        .filter(result -> result.getType() == TransferResultType.DATA_TRANSFER_COMPLETE)
        .filter(result -> result.getOperationId().startsWith(start))
        .toList();
  }

  private static List<String> started(Following<TransferResult> results) {
    return TestBroker.told(results.values()).stream()
        .filter(told -> told.startsWith("STARTED"))
        .toList();
  }

  private static void emit(TestBroker broker, StandInAgent agent, String id) {
    broker.emit(
        Operations.of(id, Priority.LOW)
            .setTargetEndpoint(agent.url())
            .setSources(List.of(Operations.source("gpu-2", agent.url())))
            .build());
  }
}
