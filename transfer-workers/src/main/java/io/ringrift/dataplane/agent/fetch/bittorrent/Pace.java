package io.ringrift.dataplane.agent.fetch.bittorrent;

/**
 * The limit to give to a program that moves bytes by itself, so that it shares a rate with those
 * who ask before they move any. Its bytes are paid for afterwards: if paying takes longer than
 * moving them did, it has more than its share, and the time that paying took tells what its share
 * is. Knows no clock and no thread.
 */
final class Pace {
  /** Below this a connection would be taken for dead. */
  static final long LEAST = 32 * 1024;

  private final long rate;
  private long limit;

  /**
   * @param rate bytes a second that are never exceeded; 0: no limit
   */
  Pace(long rate) {
    this.rate = rate;
    this.limit = rate;
  }

  /** Bytes a second; 0: no limit. */
  long limit() {
    return limit;
  }

  /**
   * Bytes were moved, then paid for.
   *
   * @param movingNanos the time in which they were moved
   * @param payingNanos the time that it took to pay for them
   * @return whether the limit has changed by enough to be told
   */
  boolean paid(long bytes, long movingNanos, long payingNanos) {
    if (rate == 0) {
      return false;
    }
    long before = limit;
    if (payingNanos > movingNanos) {
      limit = clamp((long) (bytes * 1e9 / payingNanos));
    } else {
      limit = clamp(limit + limit / 4);
    }
    return limit != before;
  }

  private long clamp(long wanted) {
    return Math.min(rate, Math.max(Math.min(LEAST, rate), wanted));
  }
}
