package io.ringrift.dataplane.worker.execute;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One circuit breaker per (node, transport), so that a node that is away costs its timeout a few
 * times and not once for each operation that names it. Both ends of an attempt are asked before it
 * and told after it; a failure counts against the end whose doing it is.
 *
 * <p>A breaker opens when {@value #FAILURES} attempts in a row have failed on its node's account,
 * refuses for the time given, then lets one attempt through to see. It closes when bytes arrive in
 * that one, or it ends well. Why a library: ADR 0022.
 */
public final class Breakers {
  /** As many as the tries of one execution: a dead node is judged within one operation. */
  static final int FAILURES = 3;

  /** How long a breaker refuses unless told otherwise: a host that restarts is back by then. */
  public static final Duration DEFAULT_REFUSAL = Duration.ofSeconds(30);

  /** Who refuses an attempt, and what to tell people. */
  record Refusal(Party party, String message) {
    TransferFailure failure() {
      FailureCode code = FailureCode.BREAKER_OPEN;
      return new TransferFailure(code.wireName(), code.reaction(), party, code.counted(), message);
    }
  }

  private record Key(String node, TransportKind kind) {}

  private final Map<Key, CircuitBreaker> breakers = new ConcurrentHashMap<>();
  private final Duration refusal;
  private final CircuitBreakerConfig config;

  public Breakers(Duration refusal, Clock clock) {
    this.refusal = refusal;
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(FAILURES)
            .minimumNumberOfCalls(FAILURES)
            .failureRateThreshold(100)
            .waitDurationInOpenState(refusal)
            .permittedNumberOfCallsInHalfOpenState(1)
            .clock(clock)
            .build();
  }

  /** After which a refused attempt is worth another try. */
  Duration refusal() {
    return refusal;
  }

  /** How many refuse now. */
  public long open() {
    return breakers.values().stream()
        .filter(breaker -> breaker.getState() == CircuitBreaker.State.OPEN)
        .count();
  }

  /**
   * Asks for an attempt. Unless refused, it must be handed back by {@link #end} or {@link #cancel}.
   */
  Optional<Refusal> enter(TransportKind kind, String source, String target) {
    if (!of(target, kind).tryAcquirePermission()) {
      return Optional.of(new Refusal(Party.TARGET, message(target, kind)));
    }
    if (!of(source, kind).tryAcquirePermission()) {
      of(target, kind).releasePermission();
      return Optional.of(new Refusal(Party.SOURCE, message(source, kind)));
    }
    return Optional.empty();
  }

  /**
   * Bytes arrive. Of an attempt that was let through to see, that is the answer: the next needn't
   * wait until all of a large file is there.
   */
  void moves(TransportKind kind, String source, String target) {
    for (String node : List.of(source, target)) {
      CircuitBreaker breaker = of(node, kind);
      if (breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
        succeed(breaker);
      }
    }
  }

  /** An attempt has ended. */
  void end(TransportKind kind, String source, String target, TransferOutcome outcome) {
    if (!(outcome instanceof TransferOutcome.Failed failed)) {
      succeed(of(source, kind));
      succeed(of(target, kind));
      return;
    }
    Party guilty = failed.failure().counted() ? failed.failure().party() : Party.NEITHER;
    judge(of(source, kind), guilty == Party.SOURCE, failed);
    judge(of(target, kind), guilty == Party.TARGET, failed);
  }

  /** A further source was of no use while an attempt went on without it. */
  void dropped(TransportKind kind, TransferOutcome.Dropped source) {
    CircuitBreaker breaker = of(source.node(), kind);
    if (source.failure().counted()
        && source.failure().party() == Party.SOURCE
        && breaker.tryAcquirePermission()) {
      breaker.onError(
          0, TimeUnit.NANOSECONDS, new IllegalStateException(source.failure().toString()));
    }
  }

  /** An attempt ended without saying anything about the nodes. */
  void cancel(TransportKind kind, String source, String target) {
    for (String node : List.of(source, target)) {
      of(node, kind).releasePermission();
    }
  }

  private static void judge(CircuitBreaker breaker, boolean guilty, TransferOutcome.Failed failed) {
    if (guilty) {
      breaker.onError(
          0, TimeUnit.NANOSECONDS, new IllegalStateException(failed.failure().toString()));
    } else {
      breaker.releasePermission();
    }
  }

  private static void succeed(CircuitBreaker breaker) {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  private CircuitBreaker of(String node, TransportKind kind) {
    return breakers.computeIfAbsent(
        new Key(node, kind), key -> CircuitBreaker.of(node + "/" + kind.wireName(), config));
  }

  private String message(String node, TransportKind kind) {
    return "circuit breaker of %s at %s is open after %d failures in a row; refuses for %d s"
        .formatted(kind.wireName(), node, FAILURES, refusal.toSeconds());
  }
}
