package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ModelPromoted;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Histories as a cluster could write them, from a seed: reports, results and events. */
final class RandomHistory {

  static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");

  private static final int ITEMS = 6;
  private static final int NODES = 4;

  private final Random random;

  RandomHistory(long seed) {
    this.random = new Random(seed);
  }

  List<SpecificRecord> records(int count) {
    List<SpecificRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(10);
      records.add(kind < 6 ? report() : kind < 8 ? result() : event(i));
    }
    return records;
  }

  /** The key under which it is published. */
  static String key(SpecificRecord record) {
    if (record instanceof ReplicaReport report) {
      return report.getItemId();
    } else if (record instanceof TransferResult result) {
      return result.getItemId();
    }
    return "any";
  }

  ReplicaReport report() {
    boolean present = random.nextInt(4) > 0;
    return ReplicaReport.newBuilder()
        .setNodeId(node())
        .setItemId(item())
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setBoot(1 + random.nextInt(2))
        .setSequence(random.nextInt(8))
        .setPresence(present ? Presence.PRESENT : Presence.ABSENT)
        .setSha256(present ? hash() : null)
        .setSizeBytes(present ? 500 : 0)
        .setValidation(Validation.values()[random.nextInt(3)])
        .setContentTime(random.nextBoolean() ? T0.minusSeconds(random.nextInt(99)) : null)
        .setSampleCount(600L)
        .setQualityScore(random.nextInt(10) / 10.0)
        .setObservedAt(T0.plusSeconds(random.nextInt(5)))
        .build();
  }

  private TransferResult result() {
    boolean complete = random.nextBoolean();
    return TransferResult.newBuilder()
        .setType(
            complete
                ? TransferResultType.DATA_TRANSFER_COMPLETE
                : TransferResultType.DATA_TRANSFER_FAILED)
        .setOperationId("op-" + random.nextInt(5))
        .setEpoch(1 + random.nextInt(3))
        .setItemId(item())
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(hash())
        .setSizeBytes(500)
        .setTargetNode(node())
        .setWorkerId("w-1")
        .setOccurredAt(T0)
        .setAttempts(List.of())
        .setBoot(complete ? 1L + random.nextInt(2) : null)
        .setSequence(complete ? (long) random.nextInt(8) : null)
        .setPath(complete ? "/data/a.npz" : null)
        .setReason(complete ? null : "no route")
        .build();
  }

  private ClusterEvent event(int number) {
    Object payload =
        random.nextBoolean()
            ? new NpzExportComplete(
                "hex8_2p", node(), item(), hash(), 500L, 600L, random.nextInt(10) / 10.0, T0)
            : new ModelPromoted("hex8_2p", node(), item(), hash(), 1500.0 + random.nextInt(9));
    return new ClusterEvent("event-" + number, T0.plusSeconds(random.nextInt(3)), "test", payload);
  }

  private String item() {
    return "npz/hex8_2p/" + random.nextInt(ITEMS) + ".npz";
  }

  private String node() {
    return "gpu-" + random.nextInt(NODES);
  }

  private String hash() {
    return "%064x".formatted(1 + random.nextInt(3));
  }
}
