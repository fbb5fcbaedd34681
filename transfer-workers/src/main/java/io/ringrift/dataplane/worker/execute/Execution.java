package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** One run of {@link TransferExecutor}, with what it has learned so far. One thread. */
final class Execution {
  private final TransferExecutor with;
  private final TransferRequest request;
  private final Attempts attempts = new Attempts();

  /** Transports that can't reach the target, from whichever source, with the reason. */
  private final Map<TransportKind, String> unusable = new EnumMap<>(TransportKind.class);

  /** Why the transport in use is. */
  private String choice = "";

  private volatile LeaseState state = LeaseState.IDLE;

  Execution(TransferExecutor with, TransferRequest request) {
    this.with = with;
    this.request = request;
  }

  /** How far it is; read by the lease timer. */
  LeaseState state() {
    return state;
  }

  ExecutionResult run() {
    try {
      for (NodeAddress source : request.sources()) {
        Optional<ExecutionResult> end = from(source);
        if (end.isPresent()) {
          return end.get();
        }
      }
      return attempts.exhausted();
    } catch (InterruptedException e) {
      // The flag stays cleared: the slot's thread has yet to publish this result.
      return attempts.deferred(Attempt.STOPPED, Duration.ZERO);
    }
  }

  private Optional<ExecutionResult> from(NodeAddress source) throws InterruptedException {
    TransportOrder order = TransportOrder.of(request, kind -> supports(kind, source));
    attempts.skipped(source.nodeId(), order.skipped());
    boolean busy = false;
    for (TransportKind kind : order.kinds()) {
      if (busy && supports(kind, source).isRoundabout()) {
        attempts.skipped(
            source.nodeId(),
            Map.of(kind, source.nodeId() + " is only busy; no second copy is made for that"));
        continue;
      }
      choice = order.choices().get(kind);
      Step step = by(with.transports.find(kind).orElseThrow(), source);
      if (step.end().isPresent()) {
        return step.end();
      }
      if (step.next() == Reaction.OTHER_SOURCE) {
        break;
      }
      busy |= step.busy();
    }
    return Optional.empty();
  }

  private Support supports(TransportKind kind, NodeAddress source) {
    String reason = unusable.get(kind);
    return reason == null ? with.transports.supports(kind, request, source) : Support.no(reason);
  }

  /** All tries over one transport from one source. */
  private Step by(Transport transport, NodeAddress source) throws InterruptedException {
    for (int retry = 1; ; retry++) {
      Step step = attempt(transport, source);
      if (step.next() != Reaction.RETRY_SAME || retry > with.retry.retries()) {
        step.failure()
            .filter(failure -> failure.party() == Party.TARGET)
            .ifPresent(failure -> unusable.put(transport.kind(), failure.toString()));
        return step;
      }
      with.pause.pause(with.retry.delay(retry, with.random.nextDouble()));
    }
  }

  private Step attempt(Transport transport, NodeAddress source) throws InterruptedException {
    TransportKind kind = transport.kind();
    Instant startedAt = with.clock.instant();
    Optional<Breakers.Refusal> refusal =
        with.breakers.enter(kind, source.nodeId(), request.target().nodeId());
    if (refusal.isPresent()) {
      attempts.worthWaiting(refusal.get().message(), with.breakers.refusal());
      return failed(kind, source, startedAt, 0, refusal.get().failure());
    }
    TransferOutcome outcome = carry(transport, source, startedAt);
    with.breakers.end(kind, source.nodeId(), request.target().nodeId(), outcome);
    outcome.dropped().forEach(dropped -> note(kind, dropped, startedAt));
    if (outcome instanceof TransferOutcome.Arrived arrived) {
      note(kind, source, startedAt, arrived.bytesReceived(), Attempt.OK, null, null);
      return Step.end(attempts.complete(arrived));
    }
    if (outcome instanceof TransferOutcome.Busy busy) {
      note(kind, source, startedAt, 0, Attempt.BUSY, null, busy.reason());
      if (busy.who() == Party.TARGET) {
        return Step.end(attempts.deferred(busy.reason(), busy.retryAfter()));
      }
      attempts.worthWaiting(busy.reason(), busy.retryAfter());
      return new Step(Optional.empty(), Reaction.NEXT_TRANSPORT, Optional.empty());
    }
    TransferOutcome.Failed failed = (TransferOutcome.Failed) outcome;
    return failed(kind, source, startedAt, failed.bytesReceived(), failed.failure());
  }

  private TransferOutcome carry(Transport transport, NodeAddress source, Instant startedAt)
      throws InterruptedException {
    TransportKind kind = transport.kind();
    String node = source.nodeId();
    state = LeaseState.of(kind, node, 0);
    try {
      return transport.transfer(request, source, bytes -> progress(kind, node, bytes));
    } catch (InterruptedException e) {
      with.breakers.cancel(kind, node, request.target().nodeId());
      note(kind, source, startedAt, state.bytesDone(), Attempt.STOPPED, null, null);
      throw e;
    } catch (RuntimeException e) {
      // A bug of one transport must not keep the others from trying, nor end the slot's thread.
      return TransferOutcome.Failed.of(FailureCode.INTERNAL_ERROR, e.toString());
    }
  }

  private void progress(TransportKind kind, String source, long bytesDone) {
    // What lies there from before is no progress.
    if (state.bytesDone() > 0 && bytesDone > state.bytesDone()) {
      with.breakers.moves(kind, source, request.target().nodeId());
    }
    state = LeaseState.of(kind, source, bytesDone);
  }

  private Step failed(
      TransportKind kind,
      NodeAddress source,
      Instant startedAt,
      long bytes,
      TransferFailure failure) {
    String code = failure.code();
    note(kind, source, startedAt, bytes, code, failure.reaction(), failure.message());
    return failure.reaction() == Reaction.GIVE_UP
        ? Step.end(attempts.failed(failure.toString()))
        : new Step(Optional.empty(), failure.reaction(), Optional.of(failure));
  }

  /** What a further source did is told like an attempt, so that it is held against it alone. */
  private void note(TransportKind kind, TransferOutcome.Dropped dropped, Instant startedAt) {
    with.breakers.dropped(kind, dropped);
    TransferFailure failure = dropped.failure();
    note(kind, dropped.node(), startedAt, 0, failure.code(), failure.reaction(), failure.message());
  }

  private void note(
      TransportKind kind,
      NodeAddress source,
      Instant startedAt,
      long bytes,
      String outcome,
      Reaction reaction,
      String message) {
    note(kind, source.nodeId(), startedAt, bytes, outcome, reaction, message);
  }

  private void note(
      TransportKind kind,
      String source,
      Instant startedAt,
      long bytes,
      String outcome,
      Reaction reaction,
      String message) {
    Attempt attempt =
        new Attempt(
            kind,
            source,
            startedAt,
            Duration.between(startedAt, with.clock.instant()),
            bytes,
            outcome,
            Optional.ofNullable(reaction),
            Optional.ofNullable(message),
            choice);
    attempts.add(attempt);
    with.listener.attempted(request, attempt);
  }

  /** What follows an attempt: the end of the run, or where to go on, and the failure if it was. */
  private record Step(
      Optional<ExecutionResult> end, Reaction next, Optional<TransferFailure> failure) {
    /** Whether nothing is wrong with the source but that it is at its limits. */
    boolean busy() {
      return end.isEmpty() && failure.isEmpty();
    }

    static Step end(ExecutionResult result) {
      return new Step(Optional.of(result), Reaction.GIVE_UP, Optional.empty());
    }
  }
}
