package io.ringrift.dataplane.worker.execute;

import java.time.Duration;

/**
 * How often and when the same is tried again within one execution. Short on purpose: longer waits
 * are the ledger's, which frees the slot.
 *
 * @param retries after the first try, 0 or more
 * @param firstDelay before the first retry; each further one waits four times as long
 */
public record RetryPolicy(int retries, Duration firstDelay) {
  /** Two retries, after about 0.5 s and 2 s: long enough for a dropped connection or a restart. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(2, Duration.ofMillis(500));

  public RetryPolicy {
    if (retries < 0 || retries > 10) {
      throw new IllegalArgumentException("retries is " + retries + "; allowed: 0 to 10");
    }
    if (firstDelay.isNegative()) {
      throw new IllegalArgumentException("firstDelay is " + firstDelay + "; allowed: 0 or more");
    }
  }

  /**
   * How long to wait before a retry: between half of its full delay and all of it, so that workers
   * that failed together don't return together.
   *
   * @param retry 1 for the first
   * @param random in [0, 1)
   */
  Duration delay(int retry, double random) {
    long full = firstDelay.toMillis() << (2 * (retry - 1));
    return Duration.ofMillis(Math.round(full * (0.5 + random / 2)));
  }
}
