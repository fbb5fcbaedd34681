package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import io.ringrift.dataplane.streams.TopicTalk;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import io.ringrift.dataplane.streams.schedule.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the application on a real broker. Neither knows what the other emits: each has
 * the part of a node's limit that its number of tasks is of all, rounded up (ADR 0046).
 */
class TwoInstancesIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int PARTITIONS = 3;
  private static final int ORDERS = 40;
  private static final Place TARGET = Place.gets("gpu-2");

  @TempDir private Path folder;
  private final Map<String, DataOperation> open = new LinkedHashMap<>();
  private EmbeddedPlatform platform;
  private TopicTalk talk;
  private RunningTopology one;
  private RunningTopology other;
  private int done;

  @BeforeEach
  void start() {
    platform = EmbeddedPlatform.start(folder.resolve("platform"));
    talk = new TopicTalk(platform.bootstrapServers(), platform.registryUrl());
    one = instance("one");
    other = instance("other");
    await()
        .atMost(LIMIT)
        .until(
            () ->
                one.itemsTasks() > 0
                    && other.itemsTasks() > 0
                    && one.itemsTasks() + other.itemsTasks() == PARTITIONS);
    for (String node : List.of("gpu-1", "gpu-2")) {
      event(
          "online-" + node,
          new HostOnline(node, NodeKind.HOST, null, null, null, null, "http://" + node));
    }
    for (int i = 0; i < ORDERS; i++) {
      report("config-" + i);
      event("need-" + i, new DataNeeded("config-" + i, "gpu-2", ItemType.NPZ, 500L));
    }
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    talk.close();
    platform.close();
  }

  @Test
  void togetherTheyGoOneTransferBeyondALimitAtMostAndOneAloneDoesNot() {
    int both = part(one) + part(other);
    assertThat(both).isEqualTo(NodeLimits.GETTING + 1);

    awaitOpen(both);
    assertThat(taken(one)).isEqualTo(part(one));
    assertThat(taken(other)).isEqualTo(part(other));
    awaitDone(ORDERS / 4, both);
    awaitOpen(both);

    other.close();
    while (!open.isEmpty()) {
      completeFirst();
    }
    awaitOpen(NodeLimits.GETTING);
    assertThat(taken(one)).isEqualTo(NodeLimits.GETTING);
    awaitDone(ORDERS, NodeLimits.GETTING);
    await().atMost(LIMIT).until(() -> ended() == ORDERS);
  }

  private RunningTopology instance(String name) {
    return RunningTopology.start(platform.bootstrapServers(), talk.topics(), folder.resolve(name));
  }

  /** Of what a node gets by default. */
  private static int part(RunningTopology instance) {
    return (NodeLimits.GETTING * instance.itemsTasks() + PARTITIONS - 1) / PARTITIONS;
  }

  private static long taken(RunningTopology instance) {
    return instance.rooms().load(TARGET).transfers();
  }

  /** Until so many move, and never more. */
  private void awaitOpen(int count) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              look(count);
              return open.size() == count;
            });
  }

  /**
   * Ends one after another until so many have ended, and never have more than {@code most} move.
   */
  private void awaitDone(int count, int most) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              look(most);
              if (!open.isEmpty() && done < count) {
                completeFirst();
              }
              return done == count;
            });
  }

  /** The ledger counts an operation at least as long as this test does. */
  private void look(int most) {
    talk.newValues(talk.topics().operations(Priority.HIGH))
        .forEach(op -> open.put(op.getOperationId(), op));
    assertThat(open).as("emitted and not ended").hasSizeLessThanOrEqualTo(most);
  }

  private void completeFirst() {
    DataOperation first = open.remove(open.keySet().iterator().next());
    talk.result(first, TransferResultType.DATA_TRANSFER_COMPLETE);
    done++;
  }

  private long ended() {
    return talk.table(talk.topics().operations()).values().stream()
        .filter(status -> status.getState() == OperationState.DONE)
        .count();
  }

  private void event(String id, Object payload) {
    talk.send(talk.topics().events(), id, new ClusterEvent(id, Instant.now(), "test", payload));
  }

  private void report(String config) {
    String item = "npz/" + config + "/a.npz";
    talk.send(
        talk.topics().inventory(),
        item,
        ReplicaReport.newBuilder()
            .setNodeId("gpu-1")
            .setItemId(item)
            .setItemType(ItemType.NPZ)
            .setConfigKey(config)
            .setBoot(1)
            .setSequence(1)
            .setPresence(Presence.PRESENT)
            .setSha256("%064x".formatted(config.hashCode() & 0xffffffffL))
            .setSizeBytes(1_000)
            .setPath("/data/" + item)
            .setValidation(Validation.VALID)
            .setContentTime(Instant.now().minusSeconds(60))
            .setSampleCount(5_000L)
            .setQualityScore(0.9)
            .setObservedAt(Instant.now())
            .build());
  }
}
