package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.transport.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which priorities may be asked for work, and in which order. Pure: the state it needs, the
 * slots in use and the {@link Turns} taken, is passed in.
 *
 * <p><b>Slots.</b> Of {@code total} slots {@code reserved} are CRITICAL's own. CRITICAL may be
 * asked while any slot is free; it uses its own first. The others may be asked while one of the
 * shared slots is free, so however many long transfers of lower priority run, a CRITICAL operation
 * finds a slot as long as fewer than {@code reserved} other CRITICAL ones run.
 *
 * <p><b>Order.</b> CRITICAL is always first. The others take turns by weight (HIGH 8, NORMAL 4, LOW
 * 2, COLD_STORAGE 1). A turn is one poll, whether or not it brings work. The next turn of a
 * priority comes due 1/weight later than its last one, counted in virtual time, which stands at the
 * turn taken last; the one that is due first goes first, the higher priority on a tie. So a
 * priority that waits ages: others' turns carry virtual time towards its own. One that sat out,
 * because its topic was not asked, starts again at the present and has saved up nothing.
 *
 * <p><b>Bound.</b> Between two turns of X, another priority Y has at most {@code floor(weight(Y) /
 * weight(X)) + 1} turns. So while an operation of priority X can be polled, at most this many of
 * lower priority are started by this worker before it: for CRITICAL 0 in its own slots (1 in shared
 * ones), for HIGH 3, for NORMAL 2, for LOW 1; and COLD_STORAGE moves on after at most 17 turns of
 * others. Several workers share a topic, so the cluster's bound is that times the number of
 * workers.
 *
 * <p>A topic that was found empty may be left out for up to {@value Rests#LONGEST_MILLIS} ms while
 * another has work ({@link Rests}); for an operation that comes to it the bound counts from then.
 */
public final class PollPlan {
  /** Virtual time between two turns of weight 1; divisible by every weight, so nothing rounds. */
  private static final long LAP = 8;

  private static final Map<Priority, Long> WEIGHTS =
      Map.of(
          Priority.HIGH, 8L,
          Priority.NORMAL, 4L,
          Priority.LOW, 2L,
          Priority.COLD_STORAGE, 1L);

  private final int total;
  private final int reserved;

  /**
   * @param total slots of the worker, 1 to 1000
   * @param reserved of them for CRITICAL, 0 or more, fewer than {@code total} so that the others
   *     move
   */
  public PollPlan(int total, int reserved) {
    if (total < 1 || total > 1000) {
      throw new IllegalArgumentException("slots is " + total + "; allowed: 1 to 1000");
    }
    if (reserved < 0 || reserved >= total) {
      throw new IllegalArgumentException(
          "slots for CRITICAL is " + reserved + "; allowed: 0 to " + (total - 1));
    }
    this.total = total;
    this.reserved = reserved;
  }

  /** Slots of the worker. */
  public int total() {
    return total;
  }

  /** Slots of CRITICAL alone. */
  public int reserved() {
    return reserved;
  }

  /** Slots that all priorities share. */
  public int shared() {
    return total - reserved;
  }

  /**
   * The priorities that may be asked now, in order.
   *
   * @param inUse slots by priority; absent is 0
   */
  public List<Priority> mayPoll(Map<Priority, Integer> inUse, Turns turns) {
    int critical = inUse.getOrDefault(Priority.CRITICAL, 0);
    int others = inUse.values().stream().mapToInt(Integer::intValue).sum() - critical;
    int sharedInUse = others + Math.max(0, critical - reserved);
    List<Priority> order = new ArrayList<>();
    if (critical < reserved || sharedInUse < shared()) {
      order.add(Priority.CRITICAL);
    }
    if (sharedInUse < shared()) {
      order.addAll(turns.order());
    }
    return order;
  }

  /**
   * Whose turn it is among the priorities below CRITICAL.
   *
   * @param now virtual time: when the turn taken last was due
   * @param due virtual time of each one's next turn
   */
  public record Turns(long now, Map<Priority, Long> due) {
    /** Before the first turn: all are due. */
    public static final Turns NONE = new Turns(0, Map.of());

    public Turns {
      due = Map.copyOf(due);
    }

    /** Soonest due first, the higher priority on a tie; hence total. */
    List<Priority> order() {
      return WEIGHTS.keySet().stream()
          .sorted(Comparator.comparingLong(this::next).thenComparing(Comparator.naturalOrder()))
          .toList();
    }

    /**
     * After a turn of this priority.
     *
     * @param priority any but CRITICAL, which needs no turn
     */
    public Turns taken(Priority priority) {
      long at = next(priority);
      Map<Priority, Long> later = new EnumMap<>(Priority.class);
      later.putAll(due);
      later.put(priority, at + LAP / WEIGHTS.get(priority));
      return new Turns(at, later);
    }

    private long next(Priority priority) {
      return Math.max(now, due.getOrDefault(priority, 0L));
    }
  }
}
