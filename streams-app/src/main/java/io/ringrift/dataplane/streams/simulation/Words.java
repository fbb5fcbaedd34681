package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import java.util.List;

/** What workers say of their transfers. */
record Words(SimulatedCluster cluster) {

  private static final String WORKER = "worker-1";
  private static final String TRANSPORT = "p2p_http";
  private static final long RETRY_AFTER_MS = 250;

  void failed(DataOperation op, String outcome, String reaction) {
    send(
        op,
        TransferResultType.DATA_TRANSFER_FAILED,
        null,
        new TransferAttempt(
            TRANSPORT, source(op), cluster.now(), 10L, 0L, outcome, reaction, outcome, null));
  }

  void lease(DataOperation op) {
    cluster.plane.item(
        "transfer-leases",
        op.getItemId(),
        new TransferLease(
            op.getOperationId(),
            op.getEpoch(),
            op.getItemId(),
            op.getTargetNode(),
            WORKER,
            TRANSPORT,
            source(op),
            op.getSizeBytes() / 2,
            op.getSizeBytes()));
  }

  private static String source(DataOperation op) {
    return op.getSources().get(0).getNodeId();
  }

  /**
   * @param report of the content, where the transfer is complete
   * @param attempt that failed, else null
   */
  void send(
      DataOperation op, TransferResultType type, ReplicaReport report, TransferAttempt attempt) {
    boolean deferred = type == TransferResultType.DATA_TRANSFER_DEFERRED;
    cluster.plane.item(
        "transfer-results",
        op.getItemId(),
        TransferResult.newBuilder()
            .setType(type)
            .setOperationId(op.getOperationId())
            .setEpoch(op.getEpoch())
            .setItemId(op.getItemId())
            .setItemType(op.getItemType())
            .setConfigKey(op.getConfigKey())
            .setSha256(op.getSha256())
            .setSizeBytes(op.getSizeBytes())
            .setTargetNode(op.getTargetNode())
            .setWorkerId(WORKER)
            .setOccurredAt(cluster.now())
            .setAttempts(attempt == null ? List.of() : List.of(attempt))
            .setReason(attempt != null ? attempt.getOutcome() : deferred ? "busy" : null)
            .setRetryAfterMs(deferred ? RETRY_AFTER_MS : null)
            .setBoot(report == null ? null : report.getBoot())
            .setSequence(report == null ? null : report.getSequence())
            .setPath(report == null ? null : report.getPath())
            .build());
  }
}
