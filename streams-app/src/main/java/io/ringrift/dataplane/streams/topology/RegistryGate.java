package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.serde.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a stream thread while the schema registry can't tell: a registry that is down says nothing
 * about the record in hand, so the record waits and is never refused for it.
 *
 * <p>The wait blocks the thread, which is the pause: nothing after the record is read either. Under
 * exactly-once a wait longer than the transaction timeout makes the broker abort the open
 * transaction; the thread then starts its tasks again from the last commit, so nothing is lost or
 * done twice, but it restores its stores. Schemas met before are cached and don't come here.
 *
 * <p>Safe for use by many threads; said once in the log when the first one begins to wait and once
 * when the last one goes on.
 */
public final class RegistryGate {

  private static final Logger log = LoggerFactory.getLogger(RegistryGate.class);

  private final InstantSource clock;
  private final Duration firstWait;
  private final Duration longestWait;
  private final CountDownLatch closing = new CountDownLatch(1);
  private int waiting;
  private volatile Closed closed;

  /** Since when the registry doesn't answer, and what it said. */
  public record Closed(Instant since, String reason) {}

  /**
   * @param firstWait before the second try, above 0; doubled from try to try
   * @param longestWait between two tries
   */
  public RegistryGate(InstantSource clock, Duration firstWait, Duration longestWait) {
    if (firstWait.isNegative() || firstWait.isZero() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "waits are " + firstWait + " to " + longestWait + ", allowed: above 0 and growing");
    }
    this.clock = clock;
    this.firstWait = firstWait;
    this.longestWait = longestWait;
  }

  /**
   * Calls until the registry answers.
   *
   * @param call throws {@link UndecodableRecordException} if that is the answer, and any other
   *     {@link KafkaException} if there is none
   * @param where what waits, for the log, e.g. {@code dataplane.events-1@42}
   * @throws GateClosedException if the application stops meanwhile
   */
  public <T> T whenReachable(Supplier<T> call, Supplier<String> where) {
    try {
      return call.get();
    } catch (UndecodableRecordException e) {
      throw e;
    } catch (KafkaException e) {
      return waitFor(call, where, e);
    }
  }

  private <T> T waitFor(Supplier<T> call, Supplier<String> where, KafkaException first) {
    begin(first, where);
    try {
      KafkaException last = first;
      Duration wait = firstWait;
      while (true) {
        pause(wait, last);
        wait = min(wait.multipliedBy(2), longestWait);
        try {
          return call.get();
        } catch (UndecodableRecordException e) {
          throw e;
        } catch (KafkaException e) {
          last = e;
        }
      }
    } finally {
      end();
    }
  }

  /** Empty while the registry answers, or nobody asked it. */
  public Optional<Closed> closed() {
    return Optional.ofNullable(closed);
  }

  /** Lets waiting threads go with an exception; for the application's end. */
  public void shutDown() {
    closing.countDown();
  }

  private void pause(Duration wait, RuntimeException cause) {
    try {
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new GateClosedException("stopped while waiting for the schema registry", cause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GateClosedException("interrupted while waiting for the schema registry", e);
    }
  }

  private synchronized void begin(KafkaException e, Supplier<String> where) {
    if (e instanceof InterruptException) {
      throw e;
    }
    waiting++;
    if (closed == null) {
      closed = new Closed(clock.instant(), e.getMessage());
      log.warn("Schema registry doesn't answer; {} waits for it: {}", where.get(), e.getMessage());
    }
  }

  private synchronized void end() {
    waiting--;
    if (waiting == 0) {
      Duration paused = Duration.between(closed.since(), clock.instant());
      closed = null;
      if (closing.getCount() > 0) {
        log.info("Schema registry answers again after {} s", paused.toSeconds());
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** The application stops; the record in hand is read again at the next start. */
  public static final class GateClosedException extends RuntimeException {
    GateClosedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
