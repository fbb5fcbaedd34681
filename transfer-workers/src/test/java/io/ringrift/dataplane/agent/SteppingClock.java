package io.ringrift.dataplane.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is told to go on. */
public final class SteppingClock extends Clock {
  private volatile Instant now;

  /** Starts at the real time, since files have real times. */
  public SteppingClock() {
    this(Instant.now());
  }

  public SteppingClock(Instant start) {
    this.now = start;
  }

  public synchronized void step(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
