package io.ringrift.dataplane.streams.schedule;

import java.time.Duration;

/**
 * The ledger's settings.
 *
 * @param window most not-started operations of one priority on its topic, per task; the rest waits
 *     in the ledger, where holds, cancels and raises still act on it
 * @param lease how long a running transfer may be silent before it is given to another worker
 * @param unstarted after which an operation still on its topic is emitted again
 * @param recheck how often a held operation is looked at again, besides every change that concerns
 *     it
 * @param retry backoff after failures
 * @param keepEnded how long an ended operation stays readable
 * @param failedRest how long a rule of the items stage waits before it orders again what failed
 */
public record SchedulePolicy(
    int window,
    Duration lease,
    Duration unstarted,
    Duration recheck,
    RetryPolicy retry,
    Duration keepEnded,
    Duration failedRest) {

  /** The design's figures, for one of {@code partitions} tasks. */
  public static SchedulePolicy standard(int partitions) {
    return new SchedulePolicy(
        Math.max(1, (200 + partitions - 1) / partitions),
        Duration.ofSeconds(30),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        RetryPolicy.standard(),
        Duration.ofDays(3),
        Duration.ofHours(1));
  }

  public SchedulePolicy {
    if (window < 1) {
      throw new IllegalArgumentException("window: " + window + ", allowed: 1 or more");
    }
  }
}
