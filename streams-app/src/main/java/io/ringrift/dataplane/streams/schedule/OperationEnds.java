package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationChange;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Signal;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.time.Instant;
import java.util.List;

/** Ends operations: every end tells all requesters what became of what they asked for. */
final class OperationEnds {

  private final SchedulePolicy policy;

  OperationEnds(SchedulePolicy policy) {
    this.policy = policy;
  }

  /** The worker reports the content at the target, verified. */
  Step transferred(Operation op, TransferReport report, Long sampleCount, Instant now) {
    Operation done =
        op.to(OperationState.DONE, "transferred", now)
            .tried(report.attempts())
            .worker(report.workerId())
            .bytesDone(op.sizeBytes())
            .due(now.plus(policy.keepEnded()))
            .build();
    return done(op, done, report.path(), sampleCount, now);
  }

  /** The target reports the content itself, before or without this operation's transfer. */
  Step alreadyThere(Operation op, String path, Long sampleCount, Instant now) {
    Operation done =
        op.to(OperationState.DONE, "already_there", now).due(now.plus(policy.keepEnded())).build();
    return done(op, done, path, sampleCount, now);
  }

  private Step done(Operation op, Operation done, String path, Long sampleCount, Instant now) {
    Signal available =
        Signal.of(Signal.Type.DATA_AVAILABLE, "available-" + op.operationId(), op.configKey(), now)
            .reason(done.reason(), op.itemId() + " is at " + op.targetNode() + ", verified")
            .request(null, op.requestId())
            .node(op.targetNode())
            .item(op.itemId(), op.sha256())
            .path(path)
            .sampleCount(sampleCount)
            .operation(op.operationId())
            .build();
    return new Step(
        op, done, false, outcomes(done, Outcome.MET, done.reason(), now), List.of(available));
  }

  /** All was tried. */
  Step failed(OperationChange change, Operation op, Instant now) {
    Operation failed = change.due(now.plus(policy.keepEnded())).build();
    Signal signal =
        Signal.of(
                Signal.Type.DATA_TRANSFER_FAILED, "failed-" + op.operationId(), op.configKey(), now)
            .reason("all_tried", failed.reason())
            .request(null, op.requestId())
            .node(op.targetNode())
            .item(op.itemId(), op.sha256())
            .operation(op.operationId())
            .build();
    return new Step(
        op, failed, false, outcomes(failed, Outcome.FAILED, failed.reason(), now), List.of(signal));
  }

  /** The target will not take it; trying again doesn't help. */
  Step refused(OperationChange change, Operation op, String reason, Instant now) {
    Operation refused = change.due(now.plus(policy.keepEnded())).build();
    return new Step(op, refused, false, outcomes(refused, Outcome.REFUSED, reason, now), List.of());
  }

  Step superseded(Operation op, Instant now) {
    Operation ended = end(op, OperationState.SUPERSEDED, "the item has newer content", now);
    return new Step(
        op,
        ended,
        false,
        outcomes(ended, Outcome.SUPERSEDED, "content_superseded", now),
        List.of());
  }

  Step cancelled(Operation op, String reason, Instant now) {
    Operation ended = end(op, OperationState.CANCELLED, reason, now);
    return new Step(op, ended, false, List.of(), List.of());
  }

  private Operation end(Operation op, OperationState state, String reason, Instant now) {
    return op.to(state, reason, now).due(now.plus(policy.keepEnded())).build();
  }

  private static List<NeedOutcome> outcomes(
      Operation op, Outcome outcome, String reason, Instant now) {
    return op.requesters().stream()
        .filter(requester -> !requester.needId().isEmpty())
        .map(
            requester ->
                new NeedOutcome(
                    requester.needId(),
                    requester.configKey(),
                    op.itemId(),
                    op.sha256(),
                    op.targetNode(),
                    outcome,
                    reason,
                    op.operationId(),
                    now))
        .toList();
  }

  /** Ends what the item's row says is there already, or outdated; null: it goes on. */
  Step byRow(Operation op, Row row, Instant now) {
    if (row == null) {
      return null;
    }
    if (outdated(op, row)) {
      return superseded(op, now);
    }
    if (row.standing().availableAt(op.targetNode())) {
      return alreadyThere(op, row.pathAt(op.targetNode()), sampleCount(row, op), now);
    }
    return null;
  }

  static boolean outdated(Operation op, Row row) {
    return row.standing().current() != null
        && !row.standing().current().sha256().equals(op.sha256());
  }

  static Long sampleCount(Row row, Operation op) {
    return row == null || row.standing().current() == null || outdated(op, row)
        ? null
        : row.standing().current().sampleCount();
  }
}
