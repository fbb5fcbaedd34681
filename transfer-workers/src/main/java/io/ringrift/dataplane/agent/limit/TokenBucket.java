package io.ringrift.dataplane.agent.limit;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps a number of bytes a second for one who reads to look after files; transfers share a {@link
 * Bandwidth}. Unused time is not saved up, save for {@value #BURST_MILLIS} ms. Thread-safe.
 */
public final class TokenBucket {
  private static final long BURST_MILLIS = 100;

  private final long bytesPerSecond;
  private final LongSupplier nanoClock;
  private final Pause pause;
  private long nextFree;

  /** How a taker waits. */
  @FunctionalInterface
  public interface Pause {
    void nanos(long nanos) throws InterruptedException;
  }

  /**
   * @param bytesPerSecond 0: no limit
   */
  public TokenBucket(long bytesPerSecond) {
    this(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  public TokenBucket(long bytesPerSecond, LongSupplier nanoClock, Pause pause) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bytes per second is " + bytesPerSecond + ", allowed is 0 (no limit) or more");
    }
    this.bytesPerSecond = bytesPerSecond;
    this.nanoClock = nanoClock;
    this.pause = pause;
    this.nextFree = nanoClock.getAsLong();
  }

  public static TokenBucket unlimited() {
    return new TokenBucket(0);
  }

  /** Takes bytes that were just moved and waits until they are paid for. */
  public void take(long bytes) throws InterruptedException {
    if (bytesPerSecond == 0 || bytes <= 0) {
      return;
    }
    long wait = book(bytes);
    if (wait > 0) {
      pause.nanos(wait);
    }
  }

  private synchronized long book(long bytes) {
    long now = nanoClock.getAsLong();
    long earliest = now - TimeUnit.MILLISECONDS.toNanos(BURST_MILLIS);
    if (nextFree - earliest < 0) {
      nextFree = earliest;
    }
    nextFree += (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
    return nextFree - now;
  }
}
