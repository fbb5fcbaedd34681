package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import io.ringrift.dataplane.streams.TopicTalk;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole topology under exactly-once on a real broker with three partitions, where a wrong key
 * or partition count loses effects that the driver, with its one partition, would still show.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreePartitionsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Enough configs and items that each of three partitions has some. */
  private static final List<String> CONFIGS =
      IntStream.range(0, 9).mapToObj(i -> "config-" + i).toList();

  @TempDir private static Path folder;
  private EmbeddedPlatform platform;
  private TopicTalk talk;
  private RunningTopology running;

  @BeforeAll
  void start() {
    platform = EmbeddedPlatform.start(folder.resolve("platform"));
    talk = new TopicTalk(platform.bootstrapServers(), platform.registryUrl());
    running =
        RunningTopology.start(platform.bootstrapServers(), talk.topics(), folder.resolve("state"));
    for (String node : List.of("gpu-1", "gpu-2", "gpu-3")) {
      event(
          "online-" + node,
          new HostOnline(
              node,
              NodeKind.HOST,
              "lambda",
              null,
              "rack-" + node,
              List.of("training"),
              "http://" + node));
    }
    for (String config : CONFIGS) {
      report("gpu-1", config, 1, Presence.PRESENT);
    }
  }

  @AfterAll
  void stop() {
    running.close();
    talk.close();
    platform.close();
  }

  @Test
  void everyPartitionOfItemsAndDecisionsActsAndEveryRequestIsCompleted() {
    for (String config : CONFIGS) {
      event("train-" + config, new TrainingStarted(config, "gpu-2", null));
    }

    List<DataOperation> operations = new ArrayList<>();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              talk.newValues(talk.topics().operations(Priority.CRITICAL)).forEach(operations::add);
              return operations.size() >= CONFIGS.size();
            });
    assertThat(operations)
        .extracting(DataOperation::getConfigKey)
        .containsExactlyInAnyOrderElementsOf(CONFIGS);
    operations.forEach(op -> talk.result(op, TransferResultType.DATA_TRANSFER_STARTED));
    operations.forEach(op -> talk.result(op, TransferResultType.DATA_TRANSFER_COMPLETE));

    Set<String> completed = new HashSet<>();
    Set<String> available = new HashSet<>();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              for (DataSignal signal : talk.newValues(talk.topics().signals())) {
                if (signal.getType() == SignalType.SYNC_COMPLETED
                    && signal.getRequestId().startsWith("train-")) {
                  completed.add(signal.getRequestId());
                } else if (signal.getType() == SignalType.DATA_AVAILABLE) {
                  available.add(signal.getConfigKey());
                }
              }
              return completed.size() == CONFIGS.size();
            });
    assertThat(available).containsExactlyInAnyOrderElementsOf(CONFIGS);

    Map<String, OperationStatus> ledger = talk.table(talk.topics().operations());
    assertThat(ledger.values())
        .filteredOn(status -> status.getTargetNode().equals("gpu-2"))
        .hasSize(CONFIGS.size())
        .allMatch(status -> status.getState() == OperationState.DONE);
    Map<String, ManifestItem> manifest = talk.table(talk.topics().manifest());
    assertThat(CONFIGS)
        .allSatisfy(
            config ->
                assertThat(manifest.get(item(config)).getReplicas())
                    .filteredOn(replica -> replica.getNodeId().equals("gpu-2"))
                    .singleElement()
                    .matches(replica -> replica.getState() == ReplicaState.AVAILABLE));
    assertThat(talk.partitionsWritten(talk.topics().manifest())).containsExactly(0, 1, 2);
    assertThat(talk.partitionsWritten(talk.topics().needs())).containsExactly(0, 1, 2);
    assertThat(talk.partitionsWritten(talk.topics().catalog())).containsExactly(0, 1, 2);
    assertThat(talk.partitionsWritten(talk.topics().orders())).containsExactly(0, 1, 2);
    assertThat(talk.partitionsWritten(talk.topics().operations())).containsExactly(0, 1, 2);
  }

  @Test
  void nodeChangeReachesTheItemsOfEveryPartition() {
    for (String config : CONFIGS) {
      report("gpu-3", "only-" + config, 1, Presence.PRESENT);
    }
    await().atMost(LIMIT).until(() -> eligible("only-") == CONFIGS.size());

    event("offline-gpu-3", new HostOffline("gpu-3", "rented host returned", false));

    await().atMost(LIMIT).until(() -> eligible("only-") == 0);
    assertThat(talk.table(talk.topics().manifest()).values())
        .filteredOn(row -> row.getConfigKey().startsWith("only-"))
        .allMatch(row -> row.getReason().equals("no_reachable_source"))
        .allMatch(row -> row.getOrphanedAt() != null);
  }

  @Test
  void configWithoutDataIsBlockedAndServedWhenDataAppearsWithoutANewRequest() {
    event("train-nothing", new TrainingStarted("nothing_yet", "gpu-2", null));
    event("need-nothing", new DataNeeded("nothing_either", "gpu-2", ItemType.NPZ, 500L));

    Map<String, DataSignal> signals = new java.util.HashMap<>();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              talk.newValues(talk.topics().signals(), "blocked")
                  .forEach(signal -> signals.put(signal.getConfigKey(), signal));
              return signals.containsKey("nothing_yet") && signals.containsKey("nothing_either");
            });
    assertThat(signals.get("nothing_yet").getType()).isEqualTo(SignalType.TRAINING_BLOCKED_BY_DATA);
    assertThat(signals.get("nothing_yet").getReason()).isEqualTo("no_npz_available");
    assertThat(signals.get("nothing_either").getType()).isEqualTo(SignalType.SELFPLAY_NEEDED);
    assertThat(signals.get("nothing_either").getRequiredSamples()).isEqualTo(500);

    report("gpu-1", "nothing_yet", 77, Presence.PRESENT);

    List<DataOperation> served = new ArrayList<>();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              talk.newValues(talk.topics().operations(Priority.CRITICAL), "blocked").stream()
                  .filter(op -> op.getConfigKey().equals("nothing_yet"))
                  .forEach(served::add);
              return !served.isEmpty();
            });
    assertThat(served.get(0).getRequestId()).isEqualTo("train-nothing");
  }

  /** The ledger is spread by item, the limit is that of a node. */
  @Test
  void aNodeGetsNoMoreThanItsLimitOfAllPartitionsTogether() {
    event("online-gpu-4", new HostOnline("gpu-4", NodeKind.HOST, null, null, null, null, null));
    for (String config : CONFIGS) {
      event("need-" + config, new DataNeeded(config, "gpu-4", ItemType.NPZ, 500L));
    }
    Set<String> emitted = new HashSet<>();
    int done = 0;
    while (done < CONFIGS.size()) {
      int expected = Math.min(CONFIGS.size(), done + NodeLimits.GETTING);
      List<DataOperation> news = new ArrayList<>();
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                news.addAll(talk.newValues(talk.topics().operations(Priority.HIGH), "room"));
                news.forEach(op -> emitted.add(op.getOperationId()));
                return emitted.size() >= expected && waitsAt("gpu-4") == CONFIGS.size() - expected;
              });
      assertThat(emitted).hasSize(expected);
      for (DataOperation op : news) {
        talk.result(op, TransferResultType.DATA_TRANSFER_COMPLETE);
        done++;
      }
    }
  }

  /** Operations that stand in line for room to get something. */
  private long waitsAt(String node) {
    return talk.table(talk.topics().operations()).values().stream()
        .filter(status -> status.getTargetNode().equals(node))
        .filter(status -> status.getState() == OperationState.WAITING)
        .filter(status -> status.getReason().startsWith("target_busy: " + node + " already gets 4"))
        .count();
  }

  private long eligible(String configPrefix) {
    return talk.table(talk.topics().manifest()).values().stream()
        .filter(row -> row.getConfigKey().startsWith(configPrefix) && row.getEligible())
        .count();
  }

  private void event(String id, Object payload) {
    talk.send(talk.topics().events(), id, new ClusterEvent(id, Instant.now(), "test", payload));
  }

  private static String item(String config) {
    return "npz/" + config + "/" + config + "-1.npz";
  }

  private void report(String node, String config, long sequence, Presence presence) {
    talk.send(
        talk.topics().inventory(),
        item(config),
        ReplicaReport.newBuilder()
            .setNodeId(node)
            .setItemId(item(config))
            .setItemType(ItemType.NPZ)
            .setConfigKey(config)
            .setBoot(1)
            .setSequence(sequence)
            .setPresence(presence)
            .setSha256("%064x".formatted(config.hashCode() & 0xffffffffL))
            .setSizeBytes(1_000)
            .setPath("/data/" + item(config))
            .setValidation(Validation.VALID)
            .setContentTime(Instant.now().minusSeconds(60))
            .setSampleCount(5_000L)
            .setQualityScore(0.9)
            .setObservedAt(Instant.now())
            .build());
  }
}
