package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.streams.topology.RegistryGate.GateClosedException;
import io.ringrift.dataplane.streams.topology.StoresDisagreeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that failed. Failures that pass by themselves get a new thread,
 * which goes on from the last commit; so does a thread whose transaction the broker has ended,
 * since nothing of it is visible to anyone: a machine that stood still for longer than {@link
 * SettingCatalogue#TRANSACTION_TIMEOUT} meets that. So does a thread whose stores disagree, since
 * under exactly-once Streams discards and restores them, and one whose name in the group seems to
 * be another's, which a broker says after a restart as well; but not for ever: then changelogs
 * disagree, or two instances have one name. All others end the application in all instances: a bug
 * or a bad record would fail at the next instance, too, and a standstill that is seen is better
 * than one that isn't.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(FailurePolicy.class);

  /** Between two threads, so that a broker that is away isn't met with a storm. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Streams itself goes on after some of these, but not at every place where they come up. */
  private static final List<Class<? extends Throwable>> TRANSACTION_LOST =
      List.of(
          InvalidTxnStateException.class,
          InvalidProducerEpochException.class,
          ProducerFencedException.class,
          InvalidPidMappingException.class,
          OutOfOrderSequenceException.class,
          TransactionAbortableException.class,
          TransactionAbortedException.class);

  /** What a new thread heals if it comes of a broker that died, and doesn't if it is ours. */
  private static final List<Class<? extends Throwable>> HEALED_OR_OURS =
      List.of(StoresDisagreeException.class, FencedInstanceIdException.class);

  /** A broker that dies may hit each of some threads; it may do so again soon. */
  private static final int MOST_HEALED = 8;

  private static final long HEALED_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Deque<Long> healed = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Duration pause;

  FailurePolicy() {
    this(PAUSE);
  }

  FailurePolicy(Duration pause) {
    this.pause = pause;
  }

  /** From now on failures are part of the end. */
  void closing() {
    closing.countDown();
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    if (closing.getCount() == 0 || has(failure, GateClosedException.class)) {
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (has(failure, RetriableException.class)
        || hasAny(failure, TRANSACTION_LOST)
        || (hasAny(failure, HEALED_OR_OURS) && mayHealAgain())) {
      log.warn("Stream thread replaced: {}", story(failure));
      pause();
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    log.error("Application ends: {}", story(failure), failure);
    return StreamThreadExceptionResponse.SHUTDOWN_APPLICATION;
  }

  private synchronized boolean mayHealAgain() {
    long now = System.nanoTime();
    while (!healed.isEmpty() && now - healed.peekFirst() > HEALED_NANOS) {
      healed.removeFirst();
    }
    healed.addLast(now);
    return healed.size() <= MOST_HEALED;
  }

  private void pause() {
    try {
      closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasAny(Throwable failure, List<Class<? extends Throwable>> types) {
    return types.stream().anyMatch(type -> has(failure, type));
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }

  /** The causes from the outside in, in one line. */
  private static String story(Throwable failure) {
    StringBuilder story = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      story.append(story.isEmpty() ? "" : " <- ").append(each.toString().replace('\n', ' '));
    }
    return story.toString();
  }
}
