package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What one execution has tried, and the results that follow from it. */
final class Attempts {
  private final List<Attempt> attempts = new ArrayList<>();
  private final Set<String> skips = new LinkedHashSet<>();

  /** Set if something would work after a wait; the shortest one counts. */
  private Duration wait;

  private String waitReason;
  private boolean sourceBusy;

  void add(Attempt attempt) {
    attempts.add(attempt);
    sourceBusy |= attempt.outcome().equals(Attempt.BUSY);
  }

  void skipped(String source, Map<TransportKind, String> reasons) {
    reasons.forEach((kind, reason) -> skips.add(kind.wireName() + " not usable: " + reason));
  }

  /** What was refused would be worth a try after this time. */
  void worthWaiting(String reason, Duration retryAfter) {
    if (wait == null || retryAfter.compareTo(wait) < 0) {
      wait = retryAfter;
      waitReason = reason;
    }
  }

  ExecutionResult complete(TransferOutcome.Arrived arrived) {
    return new ExecutionResult.Complete(
        attempts, arrived.boot(), arrived.sequence(), arrived.path());
  }

  ExecutionResult deferred(String reason, Duration retryAfter) {
    return new ExecutionResult.Deferred(attempts, reason, retryAfter);
  }

  ExecutionResult failed(String reason) {
    return new ExecutionResult.Failed(attempts, reason);
  }

  /**
   * Nothing is left to try. A wait if a source was only busy or breakers refused all of it, since
   * then there is nothing to hold against anyone; else a failure.
   */
  ExecutionResult exhausted() {
    boolean onlyRefusals =
        attempts.stream()
            .map(Attempt::outcome)
            .allMatch(FailureCode.BREAKER_OPEN.wireName()::equals);
    if (wait != null && (sourceBusy || onlyRefusals)) {
      return deferred(waitReason, wait);
    }
    String tried = attempts.stream().map(Attempt::toString).collect(Collectors.joining("; "));
    if (attempts.isEmpty()) {
      return failed("no transport can be used: " + String.join("; ", skips));
    }
    return failed("all tried: " + tried);
  }
}
