package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transports;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Carries out one epoch of an operation in the calling thread. Thread safe; every slot calls it.
 *
 * <p><b>Algorithm.</b> For each source, best first, for each transport that can be used from there,
 * in {@link TransportOrder}: one attempt. What follows a failure is its {@link
 * io.ringrift.dataplane.worker.transport.Reaction}:
 *
 * <ul>
 *   <li>RETRY_SAME: again after a short delay, as often as {@link RetryPolicy} allows, then as
 *       NEXT_TRANSPORT;
 *   <li>NEXT_TRANSPORT: the next transport, after the last one the next source. If the failure was
 *       the target's doing, this transport isn't tried from any other source;
 *   <li>OTHER_SOURCE: the next source;
 *   <li>GIVE_UP: the end.
 * </ul>
 *
 * <p>It ends COMPLETE with the first arrival, DEFERRED when the target is busy or all that is left
 * is to wait for a busy source or an open breaker, else FAILED with all attempts and a reason.
 * While it runs, its lease is renewed at a fixed interval, also while a transport is stuck.
 */
public final class TransferExecutor {
  final Transports transports;
  final Breakers breakers;
  final RetryPolicy retry;
  final Clock clock;
  final Pause pause;
  final RandomGenerator random;
  final TransferListener listener;
  private final LeaseSink leases;
  private final Duration leaseInterval;
  private final ScheduledExecutorService timer;

  /**
   * @param random for the jitter of delays; thread safe
   * @param leaseInterval between renewals, well below the ledger's lease of 30 s
   * @param timer renews the leases; not closed here
   */
  public TransferExecutor(
      Transports transports,
      Breakers breakers,
      RetryPolicy retry,
      Clock clock,
      Pause pause,
      RandomGenerator random,
      TransferListener listener,
      LeaseSink leases,
      Duration leaseInterval,
      ScheduledExecutorService timer) {
    this.transports = transports;
    this.breakers = breakers;
    this.retry = retry;
    this.clock = clock;
    this.pause = pause;
    this.random = random;
    this.listener = listener;
    this.leases = leases;
    this.leaseInterval = leaseInterval;
    this.timer = timer;
  }

  /**
   * Returns when it has ended. An interrupt ends it DEFERRED with {@link Attempt#STOPPED}, to be
   * carried on by another worker at once; the thread's interrupt flag is then cleared, so that the
   * result can be published.
   */
  public ExecutionResult execute(TransferRequest request) {
    Execution execution = new Execution(this, request);
    long begin = System.nanoTime();
    listener.started(request);
    ScheduledFuture<?> renewal =
        timer.scheduleAtFixedRate(
            () -> leases.renew(request, execution.state()),
            leaseInterval.toMillis(),
            leaseInterval.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      ExecutionResult result = execution.run();
      listener.ended(request, result, Duration.ofNanos(System.nanoTime() - begin));
      return result;
    } finally {
      renewal.cancel(false);
    }
  }
}
