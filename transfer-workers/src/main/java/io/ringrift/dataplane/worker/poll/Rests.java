package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.transport.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets a priority whose topic was found empty sit out some turns while another has work. An empty
 * poll keeps its thread for 50 ms, so with a backlog of LOW alone the twelve turns of HIGH and
 * NORMAL in every fifteen would leave five starts a second at most (ADR 0021). The rest doubles
 * with every empty poll in a row, up to {@value #LONGEST_MILLIS} ms, by which an operation that
 * comes to an empty topic may be noticed later. CRITICAL takes no part: it has a thread of its own.
 *
 * <p>Not thread safe.
 */
final class Rests {
  static final int FIRST_MILLIS = 50;
  static final int LONGEST_MILLIS = 500;

  private static final Set<Priority> OTHERS = EnumSet.complementOf(EnumSet.of(Priority.CRITICAL));

  private record Rest(long until, Duration length) {}

  private final LongSupplier nanoTime;
  private final Map<Priority, Rest> rests = new EnumMap<>(Priority.class);

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Rests(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A poll brought nothing. */
  void empty(Priority priority) {
    Rest last = rests.get(priority);
    Duration length =
        last == null
            ? Duration.ofMillis(FIRST_MILLIS)
            : Duration.ofMillis(Math.min(LONGEST_MILLIS, 2 * last.length().toMillis()));
    rests.put(priority, new Rest(nanoTime.getAsLong() + length.toNanos(), length));
  }

  /** A poll brought work. */
  void work(Priority priority) {
    rests.remove(priority);
  }

  /** Who sits out now; nobody if all would, since then no poll delays a start. */
  Set<Priority> resting() {
    long now = nanoTime.getAsLong();
    Set<Priority> resting = EnumSet.noneOf(Priority.class);
    rests.forEach(
        (priority, rest) -> {
          if (rest.until() - now > 0) {
            resting.add(priority);
          }
        });
    return resting.containsAll(OTHERS) ? EnumSet.noneOf(Priority.class) : resting;
  }
}
