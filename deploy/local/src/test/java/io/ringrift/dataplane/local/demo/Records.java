package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import java.time.Instant;
import java.util.List;

/** Records of a small world: one item that goes to gpu-1 because training started there. */
final class Records {
  static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  static final String ITEM = "npz/hex8_2p/hex8_2p-0001.npz";
  static final String HASH = "ab".repeat(32);
  static final String REQUEST = "e-1";

  private Records() {}

  static Expectation expectation() {
    return new Expectation(
        "TRAINING_STARTED", REQUEST, ITEM, HASH, "gpu-1", OperationType.PRELOAD, Priority.CRITICAL);
  }

  static OperationStatus operation(String id, OperationState state) {
    return OperationStatus.newBuilder()
        .setOperationId(id)
        .setEpoch(1)
        .setRequestId(REQUEST)
        .setItemId(ITEM)
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(HASH)
        .setSizeBytes(1024)
        .setOperationType(OperationType.PRELOAD)
        .setPriority(Priority.CRITICAL)
        .setTargetNode("gpu-1")
        .setState(state)
        .setReason("best NPZ for a training that starts")
        .setRequesters(List.of())
        .setSources(List.of())
        .setAttempts(List.of())
        .setFailures(0)
        .setAvoid(List.of())
        .setBytesDone(0)
        .setCreatedAt(NOW)
        .setUpdatedAt(NOW.plusMillis(1500))
        .build();
  }

  static TransferResult result(String operation, TransferResultType type) {
    return TransferResult.newBuilder()
        .setType(type)
        .setOperationId(operation)
        .setEpoch(1)
        .setItemId(ITEM)
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(HASH)
        .setSizeBytes(1024)
        .setTargetNode("gpu-1")
        .setWorkerId("worker-1")
        .setOccurredAt(NOW)
        .setAttempts(
            List.of(
                TransferAttempt.newBuilder()
                    .setTransport("p2p_http")
                    .setSourceNode("gpu-2")
                    .setStartedAt(NOW)
                    .setDurationMs(500)
                    .setBytes(1024)
                    .setOutcome("OK")
                    .build()))
        .build();
  }

  static DataSignal signal(SignalType type) {
    return DataSignal.newBuilder()
        .setSignalId(type + "-1")
        .setType(type)
        .setConfigKey("hex8_2p")
        .setOccurredAt(NOW)
        .setReason("transferred")
        .setRequestId(REQUEST)
        .setNodeId("gpu-1")
        .setItemId(ITEM)
        .setSha256(HASH)
        .build();
  }

  static Replica replica(String node, ReplicaState state, Validation validation, String evidence) {
    return Replica.newBuilder()
        .setNodeId(node)
        .setBoot(1)
        .setSequence(1)
        .setPresence(Presence.PRESENT)
        .setSha256(HASH)
        .setSizeBytes(1024)
        .setValidation(validation)
        .setEvidence(evidence)
        .setObservedAt(NOW)
        .setState(state)
        .build();
  }

  static ManifestItem row(boolean eligible, Replica... replicas) {
    return ManifestItem.newBuilder()
        .setItemId(ITEM)
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(eligible ? HASH : null)
        .setEligible(eligible)
        .setReason(eligible ? "eligible" : "no_validated_content")
        .setContents(List.of())
        .setReplicas(List.of(replicas))
        .build();
  }
}
