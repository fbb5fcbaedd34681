package io.ringrift.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.TestBroker.Following;
import io.ringrift.dataplane.worker.poll.ShareGroups;
import io.ringrift.dataplane.worker.wire.Operations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that dies at the worst moment, with a real process and a real broker. */
class WorkerCrashIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  @Test
  void startsAgainWhatAWorkerHadStartedButNotAccepted() throws Exception {
    try (TestBroker broker = new TestBroker(folder.resolve("broker"));
        StandInAgent agent = new StandInAgent();
        Workers workers = new Workers(broker, folder.resolve("keys"))) {
      agent.letGo(".*");
      configureGroups(broker);
      Following<TransferResult> results = broker.results();
      broker.emit(
          Operations.of("op-1", Priority.CRITICAL)
              .setTargetEndpoint(agent.url())
              .setSources(List.of(Operations.source("gpu-2", agent.url())))
              .build());

      try (ChildProcess doomed = ChildProcess.start(doomed(broker))) {
        await().atMost(PATIENCE).until(() -> !doomed.isAlive());
        assertThat(doomed.exitCode()).isEqualTo(OptionalInt.of(137));
      }
      assertThat(TestBroker.told(results.values())).containsExactly("STARTED op-1");
      assertThat(agent.orders()).isZero();
      workers.start("survivor");

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(TestBroker.told(results.values()))
                      .containsExactly("STARTED op-1", "STARTED op-1", "COMPLETE op-1"));
      List<TransferResult> told = results.values();
      assertThat(told.get(0).getWorkerId()).isEqualTo("doomed");
      assertThat(told.get(1).getWorkerId()).isEqualTo("survivor");
      assertThat(sameStart(told.get(0))).isEqualTo(sameStart(told.get(1)));
    }
  }

  /** All of a start but who says it and when. */
  private static TransferResult sameStart(TransferResult started) {
    assertThat(started.getType()).isEqualTo(TransferResultType.DATA_TRANSFER_STARTED);
    return TransferResult.newBuilder(started)
        .setWorkerId("any")
        .setOccurredAt(Instant.EPOCH)
        .build();
  }

  private static void configureGroups(TestBroker broker) {
    Map<String, Object> kafka =
        Map.of("bootstrap.servers", broker.addresses().get("bootstrap.servers"));
    try (Admin admin = Admin.create(kafka)) {
      ShareGroups.configure(admin);
    }
  }

  private static ChildProcess.Spec doomed(TestBroker broker) {
    JavaCommand command =
        new JavaCommand(
            "io.ringrift.dataplane.worker.poll.DoomedWorker",
            List.of("-Xmx128m"),
            List.of(
                broker.addresses().get("bootstrap.servers"),
                broker.addresses().get("schema.registry.url")));
    return ChildProcess.Spec.java("doomed", command, folder.resolve("doomed.log"));
  }
}
