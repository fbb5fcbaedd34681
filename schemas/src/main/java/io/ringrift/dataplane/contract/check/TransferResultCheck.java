package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import java.time.Instant;
import java.util.List;

/** Checks what workers say of operations. */
public final class TransferResultCheck {

  private TransferResultCheck() {}

  /** All faults of the result; empty: it can be used. */
  public static List<Fault> check(TransferResult result, Instant logTime) {
    Faults faults = new Faults(logTime);
    faults.id("operation_id", result.getOperationId());
    faults.atLeast(1, "epoch", result.getEpoch());
    faults.itemId("item_id", result.getItemId());
    faults.token("config_key", result.getConfigKey());
    faults.sha256("sha256", result.getSha256());
    faults.atLeast(0, "size_bytes", result.getSizeBytes());
    faults.token("target_node", result.getTargetNode());
    faults.id("worker_id", result.getWorkerId());
    faults.time("occurred_at", result.getOccurredAt());
    faults.each(
        Limits.ATTEMPTS,
        "attempts",
        result.getAttempts(),
        (field, attempt) -> attempt(faults, attempt));
    if (result.getType() == TransferResultType.DATA_TRANSFER_COMPLETE) {
      // Without them the result could not be ordered among the target's own reports.
      faults.require(result.getBoot() != null, "boot", null, "set, for COMPLETE");
      faults.require(result.getSequence() != null, "sequence", null, "set, for COMPLETE");
    }
    faults.optionalAtLeast(0, "boot", result.getBoot());
    faults.optionalAtLeast(0, "sequence", result.getSequence());
    faults.optionalPath("path", result.getPath());
    faults.optionalText("reason", result.getReason());
    faults.optionalLasting("retry_after_ms", result.getRetryAfterMs());
    return faults.all();
  }

  private static void attempt(Faults faults, TransferAttempt attempt) {
    faults.token("attempts.transport", attempt.getTransport());
    faults.token("attempts.source_node", attempt.getSourceNode());
    faults.time("attempts.started_at", attempt.getStartedAt());
    faults.lasting("attempts.duration_ms", attempt.getDurationMs());
    faults.atLeast(0, "attempts.bytes", attempt.getBytes());
    faults.token("attempts.outcome", attempt.getOutcome());
    faults.optionalToken("attempts.reaction", attempt.getReaction());
    faults.optionalText("attempts.message", attempt.getMessage());
  }
}
