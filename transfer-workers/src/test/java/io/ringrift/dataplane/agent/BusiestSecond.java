package io.ringrift.dataplane.agent;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Watches a count of bytes, and tells how many came in the busiest of all windows of a second. */
public final class BusiestSecond implements Closeable {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier count;
  private final List<Sample> samples = new ArrayList<>();
  private final Thread thread;

  private record Sample(long nanos, long bytes) {}

  public BusiestSecond(LongSupplier count) {
    this.count = count;
    this.thread = new Thread(this::watch, "busiest-second");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        look();
        TimeUnit.MILLISECONDS.sleep(2);
      }
    } catch (InterruptedException e) {
      look();
    }
  }

  private synchronized void look() {
    samples.add(new Sample(System.nanoTime(), count.getAsLong()));
  }

  /** Bytes a second in the busiest window; each is as little longer as there was no look. */
  public synchronized double bytes() {
    double most = 0;
    int end = 0;
    for (Sample begin : samples) {
      while (end < samples.size() && samples.get(end).nanos() - begin.nanos() < SECOND) {
        end++;
      }
      if (end == samples.size()) {
        return most;
      }
      Sample ended = samples.get(end);
      most =
          Math.max(
              most,
              (ended.bytes() - begin.bytes()) * (double) SECOND / (ended.nanos() - begin.nanos()));
    }
    return most;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
