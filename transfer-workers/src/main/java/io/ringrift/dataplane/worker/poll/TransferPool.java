package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.execute.TransferExecutor;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.wire.ResultPublisher;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that carry out operations, one a slot; slots bound their number. */
final class TransferPool {
  private static final Logger log = LoggerFactory.getLogger(TransferPool.class);

  /** How long, after the limit, each running transfer has to say that it is handed back. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(15);

  private record Run(String operationId, long epoch) {}

  private final TransferExecutor executor;
  private final ResultPublisher results;
  private final ThreadPoolExecutor threads;
  private final Refusals refusals = new Refusals();
  private final Set<Run> running = ConcurrentHashMap.newKeySet();

  TransferPool(TransferExecutor executor, ResultPublisher results) {
    this.executor = executor;
    this.results = results;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "transfer-" + number.incrementAndGet()));
  }

  /** Whether this very epoch of the operation runs here already. */
  boolean runs(TransferRequest request) {
    return running.contains(run(request));
  }

  /** Carries out, publishes how it ended, gives the slot back. Returns at once. */
  void start(TransferRequest request, Slots.Slot slot) {
    running.add(run(request));
    threads.execute(
        () -> {
          try {
            ExecutionResult result = executor.execute(request);
            refusals.ended(request.target().nodeId(), result);
            results.ended(request, result);
          } catch (RuntimeException e) {
            // Without a result the ledger's lease ends, and another worker takes it.
            log.error("{} ended by a bug of the worker", request.label(), e);
          } finally {
            running.remove(run(request));
            slot.done();
          }
        });
  }

  /** Why this worker should take little work, since agents refuse it; empty: they don't. */
  Optional<String> refused() {
    return refusals.trouble();
  }

  /**
   * Waits for what runs, up to a limit; the rest is interrupted and says that it is handed back.
   *
   * @return how many were handed back
   */
  int drain(Duration limit) throws InterruptedException {
    threads.shutdown();
    if (threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return 0;
    }
    int rest = running.size();
    if (rest > 0) {
      log.info("{} transfers still run after {} s: handed back", rest, limit.toSeconds());
    }
    threads.shutdownNow();
    if (!threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
      results.stop();
      threads.shutdownNow();
    }
    return rest;
  }

  private static Run run(TransferRequest request) {
    return new Run(request.operationId(), request.epoch());
  }
}
