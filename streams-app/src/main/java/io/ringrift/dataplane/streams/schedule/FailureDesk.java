package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.SourceRanking;
import io.ringrift.dataplane.streams.model.Attempt;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationChange;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides what a failed epoch leads to: another source, a wait, or the end.
 *
 * <p>A source whose bytes were wrong, or that no longer has the item, is avoided for the rest of
 * the operation. When that leaves none, those whose bytes were wrong only once are asked again: one
 * bit that flipped on the way must not be the end of the only copy's one way out. A refusal by the
 * target ends it at once, since no other source helps. Everything else is tried again after a
 * backoff, until the policy's number of failed epochs is reached or no source is left that isn't
 * avoided.
 */
final class FailureDesk {

  private static final String OTHER_SOURCE = "OTHER_SOURCE";
  private static final String CHECKSUM_MISMATCH = "checksum_mismatch";

  private final SchedulePolicy policy;
  private final OperationEnds ends;

  FailureDesk(SchedulePolicy policy, OperationEnds ends) {
    this.policy = policy;
    this.ends = ends;
  }

  Step failed(Operation op, TransferReport report, Row row, NodeTable nodes, Instant now) {
    int failed = op.failures() + 1;
    Set<String> avoid = new LinkedHashSet<>(op.avoid());
    avoid.addAll(badSources(report.attempts()));
    String reason = report.reason() == null ? "transfer failed" : report.reason();
    if (refusedByTarget(report.attempts())) {
      return ends.refused(
          change(op, OperationState.FAILED, reason, report, avoid, now),
          op,
          Admission.TARGET_REFUSES,
          now);
    }
    boolean sourcesSpent = !avoid.isEmpty() && !sourceLeft(op, row, avoid, nodes);
    if (sourcesSpent && avoid.removeAll(wrongOnce(op, report))) {
      sourcesSpent = !sourceLeft(op, row, avoid, nodes);
    }
    if (policy.retry().exhausted(failed) || sourcesSpent) {
      String all =
          sourcesSpent ? "no source is left to try: " + reason : failed + " tries: " + reason;
      return ends.failed(change(op, OperationState.FAILED, all, report, avoid, now), op, now);
    }
    return Step.change(
        op,
        change(op, OperationState.BACKOFF, reason, report, avoid, now)
            .due(now.plus(policy.retry().backoff(op.operationId(), failed)))
            .build());
  }

  /**
   * Nobody failed, so it comes back when told, but waits no longer than after a failure. What was
   * tried before somebody was busy is kept in mind all the same.
   */
  Step deferred(Operation op, TransferReport report, Instant now) {
    long told = report.retryAfterMs() == null ? 1_000 : Math.max(0, report.retryAfterMs());
    long wait = Math.min(told, policy.retry().most().toMillis());
    Set<String> avoid = new LinkedHashSet<>(op.avoid());
    avoid.addAll(badSources(report.attempts()));
    String reason = "deferred: " + (report.reason() == null ? "busy" : report.reason());
    return Step.change(
        op,
        op.to(OperationState.BACKOFF, reason, now)
            .tried(report.attempts())
            .avoiding(avoid)
            .due(now.plusMillis(wait))
            .build());
  }

  private static OperationChange change(
      Operation op,
      OperationState next,
      String reason,
      TransferReport report,
      Set<String> avoid,
      Instant now) {
    return op.to(next, reason, now).tried(report.attempts()).failed().avoiding(avoid);
  }

  private static boolean sourceLeft(Operation op, Row row, Set<String> avoid, NodeTable nodes) {
    return row != null
        && !SourceRanking.rank(row.standing(), op.targetNode(), avoid, nodes).isEmpty();
  }

  /** Sources whose bytes had another hash once, in all epochs. */
  private static Set<String> wrongOnce(Operation op, TransferReport report) {
    Set<String> once = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Stream.concat(op.attempts().stream(), report.attempts().stream())
        .filter(attempt -> attempt.outcome().equals(CHECKSUM_MISMATCH))
        .map(Attempt::sourceNode)
        .forEach(
            source -> {
              if (seen.add(source)) {
                once.add(source);
              } else {
                once.remove(source);
              }
            });
    return once;
  }

  private static List<String> badSources(List<Attempt> attempts) {
    return attempts.stream()
        .filter(attempt -> OTHER_SOURCE.equals(attempt.reaction()))
        .map(Attempt::sourceNode)
        .toList();
  }

  private static boolean refusedByTarget(List<Attempt> attempts) {
    return attempts.stream()
        .anyMatch(attempt -> attempt.outcome().equals(Admission.TARGET_REFUSES));
  }
}
