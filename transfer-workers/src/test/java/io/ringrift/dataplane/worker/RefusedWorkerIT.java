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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker with an old key fails everything at once; it must leave the backlog to others. */
class RefusedWorkerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int BACKLOG = 60;

  @TempDir Path folder;

  @Test
  void takesLittleWorkWhileAgentsRefuseItAndTellsWhy() throws Exception {
    try (TestBroker broker = new TestBroker(folder.resolve("broker"));
        StandInAgent agent = new StandInAgent();
        Workers workers = new Workers(broker, folder.resolve("keys"))) {
      Following<TransferResult> results = broker.results();
      agent.refuses(true);
      agent.letGo(".*");
      for (int i = 0; i < BACKLOG; i++) {
        broker.emit(
            Operations.of("op-" + i, Priority.LOW)
                .setTargetNode("gpu-" + i % 3)
                .setTargetEndpoint(agent.url())
                .setSources(List.of(Operations.source("gpu-9", agent.url())))
                .build());
      }

      WorkerModule worker = workers.start("old-key");

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(worker.troubles())
                      .anyMatch(why -> why.contains("refuse this worker's grants")));

      agent.refuses(false);
      await().atMost(PATIENCE).until(() -> ended(results).count() == BACKLOG);
      assertThat(ended(results).filter(RefusedWorkerIT::failed).count()).isLessThan(BACKLOG / 2);
      assertThat(worker.troubles()).isEmpty();
    }
  }

  private static Stream<TransferResult> ended(Following<TransferResult> results) {
    return results.values().stream()
        .filter(result -> result.getType() != TransferResultType.DATA_TRANSFER_STARTED);
  }

  private static boolean failed(TransferResult result) {
    return result.getType() == TransferResultType.DATA_TRANSFER_FAILED;
  }
}
