package io.ringrift.dataplane.agent;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what interrupted transfers left once no open operation wants it: an operation that
 * failed, was cancelled or superseded leaves nothing in part, while one that is still open finds
 * what it can resume.
 *
 * <p>Only the ledger knows which are open. It is asked when something lies about that nothing moves
 * and nothing wrote to for {@link #IDLE}; each time that all of it is still wanted the next
 * question waits twice as long, up to {@link #LONGEST}. So what is left is gone at most {@link
 * #LONGEST} and a moment after its operation's end, where Kafka can be reached.
 */
final class Leftovers implements Closeable {
  static final Duration LOOK = Duration.ofSeconds(30);
  static final Duration IDLE = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final Partials partials;
  private final Supplier<Set<String>> wanted;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "leftovers");
            thread.setDaemon(true);
            return thread;
          });
  private Duration wait = IDLE;
  private Instant nextQuestion = Instant.MIN;
  private boolean failing;

  /** What transfers left at this node. */
  interface Partials {
    /** Whether there is any that nothing moves and nothing wrote to since {@code before}. */
    boolean idleSince(Instant before) throws IOException;

    /**
     * Removes those.
     *
     * @param wanted hashes of contents to keep
     * @return how many files were removed
     */
    int remove(Instant before, Set<String> wanted) throws IOException;
  }

  /**
   * @param wanted asks the ledger for the contents of open operations; may fail
   */
  Leftovers(Partials partials, Supplier<Set<String>> wanted, Clock clock) {
    this.partials = partials;
    this.wanted = wanted;
    this.clock = clock;
  }

  void start() {
    timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks once, and asks if there is a reason to and it is time. */
  void look() {
    Instant now = clock.instant();
    // Taken before the question: an operation that is accepted meanwhile writes later than this.
    Instant before = now.minus(IDLE);
    try {
      if (!partials.idleSince(before)) {
        wait = IDLE;
        nextQuestion = Instant.MIN;
        return;
      }
      if (now.isBefore(nextQuestion)) {
        return;
      }
      int removed = partials.remove(before, wanted.get());
      wait = removed > 0 ? IDLE : min(LONGEST, wait.multipliedBy(2));
      nextQuestion = now.plus(wait);
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.warn("what ended operations left can't be removed yet: {}", e.toString());
      }
      failing = true;
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
