package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.contract.check.Limits;
import io.ringrift.dataplane.worker.execute.Attempt;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.execute.LeaseState;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** From values to the records that tell of them. Pure. */
final class ResultWriter {
  /** A message quotes what an agent said; the rest of a longer one is in that agent's log. */
  static final int MESSAGE_CHARACTERS = 500;

  /** As many as the ledger keeps, so that a result never outgrows the topic. */
  static final int ATTEMPTS = 50;

  private final String workerId;

  ResultWriter(String workerId) {
    this.workerId = workerId;
  }

  TransferResult started(TransferRequest request, Instant now) {
    return about(request, TransferResultType.DATA_TRANSFER_STARTED, List.of(), now).build();
  }

  TransferResult ended(TransferRequest request, ExecutionResult result, Instant now) {
    if (result instanceof ExecutionResult.Complete complete) {
      return about(request, TransferResultType.DATA_TRANSFER_COMPLETE, complete.attempts(), now)
          .setBoot(complete.boot())
          .setSequence(complete.sequence())
          .setPath(complete.path())
          .build();
    }
    if (result instanceof ExecutionResult.Deferred deferred) {
      return about(request, TransferResultType.DATA_TRANSFER_DEFERRED, deferred.attempts(), now)
          .setReason(shortened(deferred.reason()))
          .setRetryAfterMs(deferred.retryAfter().toMillis())
          .build();
    }
    ExecutionResult.Failed failed = (ExecutionResult.Failed) result;
    return about(request, TransferResultType.DATA_TRANSFER_FAILED, failed.attempts(), now)
        .setReason(shortened(failed.reason()))
        .build();
  }

  TransferLease lease(TransferRequest request, LeaseState state) {
    return TransferLease.newBuilder()
        .setOperationId(request.operationId())
        .setEpoch(request.epoch())
        .setItemId(request.itemId())
        .setTargetNode(request.target().nodeId())
        .setWorkerId(workerId)
        .setTransport(state.transport().map(TransportKind::wireName).orElse(null))
        .setSourceNode(state.sourceNode().orElse(null))
        .setBytesDone(state.bytesDone())
        .setBytesTotal(request.sizeBytes())
        .build();
  }

  private TransferResult.Builder about(
      TransferRequest request, TransferResultType type, List<Attempt> attempts, Instant now) {
    List<Attempt> last = attempts.subList(Math.max(0, attempts.size() - ATTEMPTS), attempts.size());
    return TransferResult.newBuilder()
        .setType(type)
        .setOperationId(request.operationId())
        .setEpoch(request.epoch())
        .setItemId(request.itemId())
        .setItemType(ItemType.valueOf(request.itemType()))
        .setConfigKey(request.configKey())
        .setSha256(request.sha256())
        .setSizeBytes(request.sizeBytes())
        .setTargetNode(request.target().nodeId())
        .setWorkerId(workerId)
        .setOccurredAt(now)
        .setAttempts(last.stream().map(ResultWriter::attempt).toList());
  }

  private static TransferAttempt attempt(Attempt attempt) {
    return TransferAttempt.newBuilder()
        .setTransport(attempt.transport().wireName())
        .setSourceNode(attempt.sourceNode())
        .setStartedAt(attempt.startedAt())
        .setDurationMs(lasting(attempt.duration()))
        .setBytes(attempt.bytes())
        .setOutcome(attempt.outcome())
        .setReaction(attempt.reaction().map(Enum::name).orElse(null))
        .setMessage(attempt.message().map(ResultWriter::shortened).orElse(null))
        .setChoice(shortened(attempt.choice()))
        .build();
  }

  /** Within what a result may carry: the clock may have been set while the attempt ran. */
  private static long lasting(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    Duration most = Limits.LASTING;
    return (duration.compareTo(most) < 0 ? duration : most).toMillis();
  }

  private static String shortened(String text) {
    return text.length() <= MESSAGE_CHARACTERS
        ? text
        : text.substring(0, MESSAGE_CHARACTERS) + "...";
  }
}
