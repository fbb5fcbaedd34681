package io.ringrift.dataplane.streams.schedule;

import java.time.Duration;

/**
 * How long to wait after a failure: doubling from {@code first} up to {@code most}, less up to a
 * quarter of it as jitter. The jitter comes from the operation's id, so that many operations which
 * failed together don't return together, and a replay waits as long as the first run did.
 *
 * @param failures most epochs that may fail before the operation is given up, 1 or more
 */
public record RetryPolicy(Duration first, Duration most, int failures) {

  public RetryPolicy {
    if (failures < 1) {
      throw new IllegalArgumentException("failures: " + failures + ", allowed: 1 or more");
    }
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first: " + first + ", most: " + most + ", allowed: 0 < first <= most");
    }
  }

  public static RetryPolicy standard() {
    return new RetryPolicy(Duration.ofSeconds(2), Duration.ofMinutes(2), 6);
  }

  /**
   * @param failed epochs that have failed so far, 1 or more
   */
  public Duration backoff(String operationId, int failed) {
    long doubled = first.toMillis() << Math.min(failed - 1, 20);
    long wait = Math.min(doubled, most.toMillis());
    int hash = (operationId.hashCode() * 31 + failed) * 0x9E3779B9;
    long jitter = (hash >>> 1) % (wait / 4 + 1);
    return Duration.ofMillis(wait - jitter);
  }

  public boolean exhausted(int failed) {
    return failed >= failures;
  }
}
