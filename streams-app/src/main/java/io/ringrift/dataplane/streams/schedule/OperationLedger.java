package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.time.Instant;

/**
 * Carries an accepted operation to its end, whatever happens to workers, nodes and messages.
 *
 * <h2>Goals</h2>
 *
 * Every operation ends in DONE, FAILED, CANCELLED or SUPERSEDED, with its attempts; no stale or
 * repeated message does harm; every wait has a reason.
 *
 * <h2>Constraints</h2>
 *
 * <ul>
 *   <li>An operation is emitted with an epoch that only grows for its (item, target). Words about
 *       another epoch change nothing, but for COMPLETE: verified bytes are at the target whoever
 *       brought them.
 *   <li>Once a worker has started, its lease is the only redelivery: the record it took is gone.
 * </ul>
 *
 * <h2>Algorithm</h2>
 *
 * Each operation has at most one time at which it is looked at again ({@link Operation#dueAt}): the
 * end of its lease, of its backoff, of its hour on the topic, of its hold, or of its stay after the
 * end. {@link #due} says what then follows.
 */
public final class OperationLedger {

  private final SchedulePolicy policy;
  private final OperationEnds ends;
  private final FailureDesk failures;
  private final EmissionDesk emissions;

  public OperationLedger(SchedulePolicy policy) {
    this.policy = policy;
    this.ends = new OperationEnds(policy);
    this.failures = new FailureDesk(policy, ends);
    this.emissions = new EmissionDesk(policy, ends);
  }

  /** As {@link EmissionDesk#emit}. */
  public Step emit(
      Operation op, long lastEpoch, Row row, NodeTable nodes, Traffic traffic, Instant now) {
    return emissions.emit(op, lastEpoch, row, nodes, traffic, now);
  }

  /** A worker took it. A second worker may say so for the same epoch: then the first one died. */
  public Step started(Operation op, TransferReport report, Instant now) {
    if (!moving(op, report.epoch())) {
      return Step.nothing(op);
    }
    return Step.change(
        op,
        op.to(OperationState.RUNNING, "transfer runs on worker " + report.workerId(), now)
            .worker(report.workerId())
            .due(now.plus(policy.lease()))
            .build());
  }

  /** The transfer lives. */
  public Step renewed(Operation op, long epoch, String workerId, long bytesDone, Instant now) {
    if (!moving(op, epoch)) {
      return Step.nothing(op);
    }
    return Step.change(
        op,
        op.to(OperationState.RUNNING, "transfer runs on worker " + workerId, now)
            .worker(workerId)
            .bytesDone(bytesDone)
            .due(now.plus(policy.lease()))
            .build());
  }

  /** The content is at the target, verified; the epoch doesn't matter. */
  public Step completed(Operation op, TransferReport report, Row row, Instant now) {
    if (!op.open() || !op.sha256().equals(report.sha256())) {
      return Step.nothing(op);
    }
    return ends.transferred(op, report, OperationEnds.sampleCount(row, op), now);
  }

  /** This epoch failed: other source or transport after a backoff, or the end. */
  public Step failed(Operation op, TransferReport report, Row row, NodeTable nodes, Instant now) {
    return moving(op, report.epoch())
        ? failures.failed(op, report, row, nodes, now)
        : Step.nothing(op);
  }

  /** The target or the worker was busy: not a failure. */
  public Step deferred(Operation op, TransferReport report, Instant now) {
    return moving(op, report.epoch()) ? failures.deferred(op, report, now) : Step.nothing(op);
  }

  /** Its time has come. Returns a WAITING operation where it has to be emitted again. */
  public Step due(Operation op, Row row, Instant now) {
    if (!op.open()) {
      return Step.drop(op);
    }
    Step ended = ends.byRow(op, row, now);
    if (ended != null) {
      return ended;
    }
    String reason =
        switch (op.state()) {
          case RUNNING -> "lease ran out: worker " + op.workerId() + " fell silent";
          case QUEUED -> "not started within " + policy.unstarted();
          case BACKOFF -> "retry: " + op.reason();
          default -> op.reason();
        };
    return Step.change(op, waiting(op, reason, now));
  }

  /** The item's row changed: it may be there already, be outdated, or have to be re-sourced. */
  public Step rowChanged(Operation op, Row row, Instant now) {
    if (op.moving()) {
      // The worker's own word ends a transfer, with its attempts; a lease ends its silence.
      if (OperationEnds.outdated(op, row)) {
        return ends.superseded(op, now);
      }
      boolean sourceLeft =
          op.sources().stream().anyMatch(source -> row.standing().availableAt(source.nodeId()));
      return sourceLeft || row.standing().availableAt(op.targetNode())
          ? Step.nothing(op)
          : Step.change(op, waiting(op, "its sources went offline", now));
    }
    Step ended = ends.byRow(op, row, now);
    if (ended != null) {
      return ended;
    }
    return op.state() == OperationState.WAITING && op.dueAt() != null
        ? Step.change(op, waiting(op, op.reason(), now))
        : Step.nothing(op);
  }

  /** The target changed: a held operation is looked at again. */
  public Step targetChanged(Operation op, Instant now) {
    return op.state() == OperationState.WAITING && op.dueAt() != null
        ? Step.change(op, waiting(op, op.reason(), now))
        : Step.nothing(op);
  }

  private Operation waiting(Operation op, String reason, Instant now) {
    return op.to(OperationState.WAITING, reason, now).build();
  }

  /** Whether a word about this epoch still concerns the operation. */
  private static boolean moving(Operation op, long epoch) {
    return op.moving() && op.epoch() == epoch;
  }
}
