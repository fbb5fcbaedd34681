package io.ringrift.dataplane.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.embedded.BrokerProcess;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.embedded.process.ParentLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application killed with -9 under load, once with its state kept and once with it lost: it
 * goes on, every request is completed, and none is carried out twice. Prints how long it took from
 * the start of the new process to its first committed operation (ADR 0003).
 */
class KilledUnderLoadIT {

  private static final int REQUESTS = 300;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private static Path folder;

  private final Set<String> started = new HashSet<>();
  private final AtomicReference<Instant> lastEmission = new AtomicReference<>(Instant.EPOCH);
  private final AtomicReference<Instant> lastSeen = new AtomicReference<>(Instant.EPOCH);
  private int emissions;

  @Test
  void losesNothingAndDoesNothingTwiceWhenKilledAndItsStateIsLostOnceOnTheWay() throws IOException {
    try (BrokerProcess broker =
            BrokerProcess.start(BrokerProcess.Options.in(folder.resolve("platform")))
                .awaitReady(LIMIT);
        TopicTalk talk = new TopicTalk(broker.bootstrapServers(), broker.registryUrl())) {
      ChildProcess app = start(broker, 1);
      prepare(talk);

      requests(talk, 0, 100);
      work(talk, 40);
      app.kill();
      requests(talk, 100, 200);
      app = restart(broker, talk, 2, "state kept");

      work(talk, 150);
      app.kill();
      deleteState();
      requests(talk, 200, REQUESTS);
      app = restart(broker, talk, 3, "state lost");

      work(talk, REQUESTS);
      assertNothingLostAndNothingTwice(talk);
      app.close();
    }
  }

  private ChildProcess restart(BrokerProcess broker, TopicTalk talk, int life, String what) {
    Instant from = Instant.now();
    ChildProcess app = start(broker, life);
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              answer(talk);
              return lastEmission.get().isAfter(from);
            });
    System.out.printf(
        "killed under load, %s: first committed operation %.1f s after the start of the process%n",
        what, Duration.between(from, lastSeen.get()).toMillis() / 1000.0);
    return app;
  }

  private static ChildProcess start(BrokerProcess broker, int life) {
    return ChildProcess.start(
        ChildProcess.Spec.java(
            "streams-app",
            JavaCommand.of(DataPlaneApp.class)
                .withJvmOptions(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))
                .withArguments(
                    List.of(
                        ParentLink.FLAG,
                        "--set",
                        "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                        "--set",
                        "schema.registry.url=" + broker.registryUrl(),
                        "--set",
                        "streams.state.dir=" + folder.resolve("state"),
                        "--set",
                        "streams.instance.id=app-1",
                        "--set",
                        "streams.query.port=0")),
            Path.of("target", "killed-under-load-" + life + ".log")));
  }

  private static void deleteState() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void prepare(TopicTalk talk) {
    for (String node : List.of("gpu-1", "gpu-2")) {
      event(
          talk,
          "online-" + node,
          new HostOnline(
              node, NodeKind.HOST, "lambda", null, node, List.of("training"), "http://" + node));
    }
    for (int i = 0; i < REQUESTS; i++) {
      talk.send(
          talk.topics().inventory(),
          item(i),
          ReplicaReport.newBuilder()
              .setNodeId("gpu-1")
              .setItemId(item(i))
              .setItemType(ItemType.NPZ)
              .setConfigKey("config-" + i)
              .setBoot(1)
              .setSequence(i)
              .setPresence(Presence.PRESENT)
              .setSha256("%064x".formatted(i + 1))
              .setSizeBytes(1_000)
              .setPath("/data/" + item(i))
              .setValidation(Validation.VALID)
              .setContentTime(Instant.now().minusSeconds(60))
              .setQualityScore(0.9)
              .setObservedAt(Instant.now())
              .build());
    }
  }

  private static String item(int number) {
    return "npz/config-%d/%d.npz".formatted(number, number);
  }

  private static void requests(TopicTalk talk, int from, int to) {
    for (int i = from; i < to; i++) {
      event(talk, "train-" + i, new TrainingStarted("config-" + i, "gpu-2", null));
    }
  }

  private static void event(TopicTalk talk, String id, Object payload) {
    talk.send(talk.topics().events(), id, new ClusterEvent(id, Instant.now(), "test", payload));
  }

  /** Stands in for the workers until so many operations were carried out. */
  private void work(TopicTalk talk, int operations) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              answer(talk);
              return started.size() >= operations;
            });
  }

  private void answer(TopicTalk talk) {
    for (DataOperation op : talk.newValues(talk.topics().operations(Priority.CRITICAL))) {
      if (op.getEmittedAt().isAfter(lastEmission.get())) {
        lastEmission.set(op.getEmittedAt());
        lastSeen.set(Instant.now());
      }
      emissions++;
      started.add(op.getOperationId());
      talk.result(op, TransferResultType.DATA_TRANSFER_STARTED);
      talk.result(op, TransferResultType.DATA_TRANSFER_COMPLETE);
    }
  }

  private void assertNothingLostAndNothingTwice(TopicTalk talk) {
    Set<String> told = new HashSet<>();
    Set<String> completed = new HashSet<>();
    Set<String> available = new HashSet<>();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              answer(talk);
              for (DataSignal signal : talk.newValues(talk.topics().signals())) {
                assertThat(told.add(signal.getSignalId())).as("told once: %s", signal).isTrue();
                boolean requested =
                    signal.getRequestId() != null && signal.getRequestId().startsWith("train-");
                if (requested && signal.getType() == SignalType.SYNC_COMPLETED) {
                  completed.add(signal.getRequestId());
                } else if (signal.getType() == SignalType.DATA_AVAILABLE) {
                  available.add(signal.getOperationId());
                }
              }
              assertThat(completed)
                  .as(() -> "requests completed; needs open: " + openNeeds(talk))
                  .hasSize(REQUESTS);
            });
    Map<String, OperationStatus> ledger = talk.table(talk.topics().operations());
    assertThat(ledger.values()).hasSize(REQUESTS);
    assertThat(ledger.values()).allMatch(status -> status.getState() == OperationState.DONE);
    assertThat(ledger.values().stream().map(OperationStatus::getItemId).collect(Collectors.toSet()))
        .hasSize(REQUESTS);
    assertThat(available).hasSize(REQUESTS);
    assertThat(emissions).as("each operation was emitted once").isEqualTo(REQUESTS);
  }

  private static List<Need> openNeeds(TopicTalk talk) {
    return talk.table(talk.topics().needs()).values().stream()
        .filter(need -> need != null && need.getState() == NeedState.OPEN)
        .toList();
  }
}
