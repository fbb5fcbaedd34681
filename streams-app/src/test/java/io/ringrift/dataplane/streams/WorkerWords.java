package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import java.time.Instant;

/** What a worker says of an operation. */
public final class WorkerWords {

  private WorkerWords() {}

  /**
   * A result; a completed one with the target's first register write.
   *
   * @param boot of the target's agent
   */
  public static TransferResult of(
      DataOperation op, TransferResultType type, Instant at, long boot) {
    boolean complete = type == TransferResultType.DATA_TRANSFER_COMPLETE;
    return TransferResult.newBuilder()
        .setType(type)
        .setOperationId(op.getOperationId())
        .setEpoch(op.getEpoch())
        .setItemId(op.getItemId())
        .setItemType(op.getItemType())
        .setConfigKey(op.getConfigKey())
        .setSha256(op.getSha256())
        .setSizeBytes(op.getSizeBytes())
        .setTargetNode(op.getTargetNode())
        .setWorkerId("worker-1")
        .setOccurredAt(at)
        .setBoot(complete ? boot : null)
        .setSequence(complete ? 1L : null)
        .setPath(complete ? "/data/" + op.getItemId() : null)
        .build();
  }
}
