package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.SourceRanking;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Source;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** First words of holds, besides those of {@link Admission}. */
  public static final String BACKPRESSURE = "backpressure";

  public static final String SHADOW = "shadow";

  public static final String SAME_FILES = "same_files";

  public static final String TARGET_HAS_NEWER = "target_has_newer";

  private final SchedulePolicy policy;
  private final OperationEnds ends;
  private final FailureDesk failures;

  public OperationLedger(SchedulePolicy policy) {
    this.policy = policy;
    this.ends = new OperationEnds(policy);
    this.failures = new FailureDesk(policy, ends);
  }

  /**
   * Puts a WAITING operation on its topic, or holds it with a reason, or ends it if it is no longer
   * needed. The caller sees to it that the window of its priority has room.
   *
   * @param lastEpoch highest epoch ever emitted for (item, target)
   */
  public Step emit(
      Operation op, long lastEpoch, Row row, NodeTable nodes, Traffic traffic, Instant now) {
    Step ended = endedByRow(op, row, now);
    if (ended != null) {
      return ended;
    }
    Admission admission =
        Admission.of(nodes.node(op.targetNode()), op.targetNode(), op.itemType(), op.sizeBytes());
    switch (admission.verdict()) {
      case HOLD:
        return hold(op, admission.reason() + ": " + admission.detail(), now);
      case REFUSE:
        return ends.refused(
            op.to(OperationState.FAILED, admission.reason() + ": " + admission.detail(), now),
            op,
            admission.reason(),
            now);
      default:
    }
    if (row.standing().leaving().keySet().stream()
        .anyMatch(node -> nodes.sameFiles(node, op.targetNode()))) {
      return hold(op, Admission.TARGET_EVICTS + ": the copy that is there is being removed", now);
    }
    if (traffic.bringing() != null) {
      return hold(
          op,
          "%s: %s has the same files and is being brought it"
              .formatted(SAME_FILES, traffic.bringing()),
          now);
    }
    List<Source> sources = SourceRanking.rank(row.standing(), op.targetNode(), op.avoid(), nodes);
    boolean known = row.standing().current() != null;
    if (known && sources.isEmpty() && !row.item().heldSomewhere(op.sha256(), nodes::lost)) {
      return heldNowhere(op, now);
    }
    if (sources.isEmpty()) {
      return hold(op, Standing.NO_REACHABLE_SOURCE + ": no online node offers this content", now);
    }
    if (row.item().holdsNewer(op.targetNode(), op.sha256())) {
      return hold(
          op, TARGET_HAS_NEWER + ": newer content lies there that nobody has read yet", now);
    }
    if (policy.shadow().covers(op.targetNode())) {
      return shadowed(op, sources, now);
    }
    Optional<String> pressure = traffic.hold(op, now);
    if (pressure.isPresent()) {
      return hold(op, BACKPRESSURE + ": " + pressure.get(), now);
    }
    if (!op.priority().neverHeld()) {
      Set<String> strained = traffic.pressure().nodes(now);
      sources = sources.stream().filter(source -> !strained.contains(source.nodeId())).toList();
      if (sources.isEmpty()) {
        return hold(op, BACKPRESSURE + ": all its sources are under pressure", now);
      }
    }
    // Grows across a loss of this state too, since agents remember what they have seen.
    long epoch = Math.max(lastEpoch + 1, now.toEpochMilli());
    Operation queued =
        op.to(OperationState.QUEUED, "on the topic of " + op.priority(), now)
            .emitted(epoch, sources)
            .due(now.plus(policy.unstarted()))
            .build();
    return Step.emission(op, queued);
  }

  /**
   * No node holds the content any more, reachable or not: a need chooses other data instead of
   * waiting for it, and rules ask again when it turns up.
   */
  private Step heldNowhere(Operation op, Instant now) {
    String reason = "no node holds the content any more";
    boolean byRule = op.requesters().stream().allMatch(each -> each.needId().isEmpty());
    return byRule
        ? ends.cancelled(op, reason, now)
        : ends.refused(
            op.to(OperationState.FAILED, Standing.NO_REACHABLE_SOURCE + ": " + reason, now),
            op,
            Standing.NO_REACHABLE_SOURCE,
            now);
  }

  /** Decided to the end, and not moved: the sources tell what would have happened. */
  private Step shadowed(Operation op, List<Source> sources, Instant now) {
    String reason =
        "%s: nothing is moved to %s; it would be fetched from %s (%s)"
            .formatted(SHADOW, op.targetNode(), sources.get(0).nodeId(), sources.get(0).reason());
    return Step.change(
        op,
        op.to(OperationState.WAITING, reason, now)
            .sources(sources)
            .due(now.plus(policy.recheck()))
            .build());
  }

  private Step hold(Operation op, String reason, Instant now) {
    return Step.change(
        op, op.to(OperationState.WAITING, reason, now).due(now.plus(policy.recheck())).build());
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
    return ends.transferred(op, report, sampleCount(row, op), now);
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
    Step ended = endedByRow(op, row, now);
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
      if (outdated(op, row)) {
        return ends.superseded(op, now);
      }
      boolean sourceLeft =
          op.sources().stream().anyMatch(source -> row.standing().availableAt(source.nodeId()));
      return sourceLeft || row.standing().availableAt(op.targetNode())
          ? Step.nothing(op)
          : Step.change(op, waiting(op, "its sources went offline", now));
    }
    Step ended = endedByRow(op, row, now);
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

  private Step endedByRow(Operation op, Row row, Instant now) {
    if (row == null) {
      return null;
    }
    if (outdated(op, row)) {
      return ends.superseded(op, now);
    }
    if (row.standing().availableAt(op.targetNode())) {
      return ends.alreadyThere(op, row.pathAt(op.targetNode()), sampleCount(row, op), now);
    }
    return null;
  }

  private static boolean outdated(Operation op, Row row) {
    return row.standing().current() != null
        && !row.standing().current().sha256().equals(op.sha256());
  }

  private static Long sampleCount(Row row, Operation op) {
    return row == null || row.standing().current() == null || outdated(op, row)
        ? null
        : row.standing().current().sampleCount();
  }

  /** Whether a word about this epoch still concerns the operation. */
  private static boolean moving(Operation op, long epoch) {
    return op.moving() && op.epoch() == epoch;
  }
}
