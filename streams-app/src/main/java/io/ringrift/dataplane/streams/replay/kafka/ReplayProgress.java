package io.ringrift.dataplane.streams.replay.kafka;

import java.util.concurrent.atomic.AtomicLong;

/** How far a replay is; written by its threads, read by whoever shows it. */
public final class ReplayProgress {

  private final AtomicLong done = new AtomicLong();
  private volatile Phase phase = new Phase("starting", 0);

  /**
   * What is being done.
   *
   * @param total offsets to read; 0: not known
   */
  public record Phase(String name, long total) {}

  void begin(String name, long total) {
    done.set(0);
    phase = new Phase(name, total);
  }

  void add(long offsets) {
    done.addAndGet(offsets);
  }

  public Phase phase() {
    return phase;
  }

  /** Offsets read in this phase. */
  public long done() {
    return done.get();
  }
}
