package io.ringrift.dataplane.agent.limit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Who may move bytes next, and when, so that a rate is kept and shared by weight: start-time fair
 * queuing over one token bucket. Knows no clock and no thread: times are passed in.
 *
 * <p><b>Rate.</b> Bytes are paid for before they move. A turn is at most {@value #TURN_MILLIS} ms
 * worth of the rate, and as much unused time is saved up, so over any second at most 1.04 of the
 * rate is handed out (above 50 kB/s; a turn is never less than {@value #SMALLEST_TURN} bytes).
 *
 * <p><b>Shares.</b> Whoever waits has a tag in virtual time; the lowest goes first. The tags of one
 * weight are bytes / weight apart, so weights that all want bytes get them in proportion, what one
 * doesn't want goes to the others, and nobody waits for ever.
 */
final class Turns {
  static final int TURN_MILLIS = 20;
  static final int SMALLEST_TURN = 1024;

  /** Virtual time a byte takes at weight 1; keeps divisions by a weight exact enough. */
  private static final long SCALE = 1 << 10;

  private final long bytesPerSecond;
  private final TreeSet<Turn> waiting =
      new TreeSet<>(Comparator.<Turn>comparingLong(turn -> turn.tag).thenComparing(t -> t.number));
  private final Map<Integer, Long> nextTag = new HashMap<>();
  private long virtualTime;
  private long number;
  private long nextFree;

  /** A wish to move so many bytes. */
  static final class Turn {
    private final long tag;
    private final long number;
    private final int bytes;

    private Turn(long tag, long number, int bytes) {
      this.tag = tag;
      this.number = number;
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  /**
   * @param bytesPerSecond 1 or more
   * @param now nanoseconds
   */
  Turns(long bytesPerSecond, long now) {
    this.bytesPerSecond = bytesPerSecond;
    this.nextFree = now;
  }

  /**
   * Joins the queue.
   *
   * @param most the turn may be for fewer bytes
   * @param weight share beside others, 1 or more
   */
  Turn join(int most, int weight) {
    long turn = Math.max(SMALLEST_TURN, bytesPerSecond * TURN_MILLIS / 1000);
    int bytes = (int) Math.min(most, turn);
    long tag = Math.max(virtualTime, nextTag.getOrDefault(weight, 0L));
    nextTag.put(weight, tag + bytes * SCALE / weight);
    Turn joined = new Turn(tag, number++, bytes);
    waiting.add(joined);
    return joined;
  }

  /** Whether it is the next to go. */
  boolean first(Turn turn) {
    return waiting.first() == turn;
  }

  /** Nanoseconds until the first may go; 0 or less: now. */
  long untilFree(long now) {
    return nextFree - now;
  }

  /** The first goes. */
  void go(Turn turn, long now) {
    waiting.remove(turn);
    virtualTime = turn.tag;
    nextFree = Math.max(nextFree, now - TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS));
    nextFree += (long) (turn.bytes * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
  }

  /** It no longer wants to. */
  void leave(Turn turn) {
    waiting.remove(turn);
  }
}
