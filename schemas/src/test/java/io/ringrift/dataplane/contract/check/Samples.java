package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import java.time.Instant;
import java.util.List;

/** Records without a fault, to be spoiled one field at a time. */
final class Samples {

  static final Instant LOG_TIME = Instant.parse("2026-11-24T12:00:00Z");
  static final Instant JUST_AHEAD = LOG_TIME.plusSeconds(600);
  static final Instant TOO_FAR_AHEAD = JUST_AHEAD.plusMillis(1);
  static final String SHA256 = "0123456789abcdef".repeat(4);

  private Samples() {}

  static ClusterEvent.Builder event(Object payload) {
    return ClusterEvent.newBuilder()
        .setEventId("0b9f1c1e-7c0a-4b55:1")
        .setOccurredAt(JUST_AHEAD)
        .setSource("export-daemon")
        .setPayload(payload);
  }

  static ReplicaReport.Builder report() {
    return ReplicaReport.newBuilder()
        .setNodeId("gpu-1")
        .setItemId("npz/hex8_2p/hex8_2p-0001.npz")
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setBoot(1_764_000_000_000L)
        .setSequence(0)
        .setPresence(Presence.PRESENT)
        .setSha256(SHA256)
        .setSizeBytes(0)
        .setPath("/data/npz/hex8_2p/hex8_2p-0001.npz")
        .setValidation(Validation.VALID)
        .setSampleCount(0L)
        .setQualityScore(1.0)
        .setContentTime(JUST_AHEAD)
        .setObservedAt(JUST_AHEAD);
  }

  static TransferResult.Builder result() {
    return TransferResult.newBuilder()
        .setType(TransferResultType.DATA_TRANSFER_COMPLETE)
        .setOperationId("op-1")
        .setEpoch(1)
        .setItemId("npz/hex8_2p/hex8_2p-0001.npz")
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(SHA256)
        .setSizeBytes(1)
        .setTargetNode("gpu-2")
        .setWorkerId("worker-1")
        .setOccurredAt(LOG_TIME)
        .setAttempts(List.of(attempt().build()))
        .setBoot(1L)
        .setSequence(1L);
  }

  static TransferAttempt.Builder attempt() {
    return TransferAttempt.newBuilder()
        .setTransport("p2p_http")
        .setSourceNode("gpu-1")
        .setStartedAt(LOG_TIME)
        .setDurationMs(0)
        .setBytes(0)
        .setOutcome("OK");
  }

  static TransferLease.Builder lease() {
    return TransferLease.newBuilder()
        .setOperationId("op-1")
        .setEpoch(1)
        .setItemId("npz/hex8_2p/hex8_2p-0001.npz")
        .setTargetNode("gpu-2")
        .setWorkerId("worker-1")
        .setBytesDone(0)
        .setBytesTotal(1);
  }

  static NodeHeartbeat.Builder heartbeat() {
    return NodeHeartbeat.newBuilder()
        .setNodeId("gpu-1")
        .setBoot(1)
        .setSequence(1)
        .setKind(NodeKind.HOST)
        .setProvider("lambda labs")
        .setRoles(List.of("training"))
        .setEndpoint("http://10.0.0.5:7070")
        .setReceives(List.of(ItemType.NPZ))
        .setTransports(List.of("p2p_http"))
        .setDataRoot("/data")
        .setDiskTotalBytes(100)
        .setDiskFreeBytes(100)
        .setDiskLimitPercent(70)
        .setActiveTransfers(0)
        .setMaxTransfers(4);
  }
}
