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
 * @param pressureLifetime backpressure that nobody releases ends after this
 * @param repairs most repairs open at once, per task, but for what only an ephemeral node holds
 * @param shadow where nothing is moved, only decided
 * @param nodes how much nodes give and get at once, of all tasks together
 * @param tasks of which this is for one; 1 or more
 */
public record SchedulePolicy(
    int window,
    Duration lease,
    Duration unstarted,
    Duration recheck,
    RetryPolicy retry,
    Duration keepEnded,
    Duration failedRest,
    Duration pressureLifetime,
    int repairs,
    ShadowMode shadow,
    NodeLimits nodes,
    int tasks) {

  /** Most repairs open at once, of all tasks together: some minutes of work for ten slots. */
  public static final int REPAIRS = 600;

  /** Most not-started operations of one priority, of all tasks together. */
  public static final int WINDOW = 200;

  /** The design's figures, for one of {@code partitions} tasks. */
  public static SchedulePolicy standard(int partitions) {
    return new SchedulePolicy(
        windowOf(WINDOW, partitions),
        Duration.ofSeconds(30),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        RetryPolicy.standard(),
        Duration.ofDays(3),
        Duration.ofHours(1),
        Duration.ofHours(1),
        windowOf(REPAIRS, partitions),
        ShadowMode.OFF,
        NodeLimits.STANDARD,
        partitions);
  }

  /** One task's part of a window, 1 or more. */
  public static int windowOf(int window, int partitions) {
    return Math.max(1, (window + partitions - 1) / partitions);
  }

  public SchedulePolicy withWindow(int newWindow) {
    return new SchedulePolicy(
        newWindow,
        lease,
        unstarted,
        recheck,
        retry,
        keepEnded,
        failedRest,
        pressureLifetime,
        repairs,
        shadow,
        nodes,
        tasks);
  }

  public SchedulePolicy withRepairs(int most) {
    return new SchedulePolicy(
        window,
        lease,
        unstarted,
        recheck,
        retry,
        keepEnded,
        failedRest,
        pressureLifetime,
        most,
        shadow,
        nodes,
        tasks);
  }

  public SchedulePolicy withShadow(ShadowMode mode) {
    return new SchedulePolicy(
        window,
        lease,
        unstarted,
        recheck,
        retry,
        keepEnded,
        failedRest,
        pressureLifetime,
        repairs,
        mode,
        nodes,
        tasks);
  }

  public SchedulePolicy withNodes(NodeLimits limits) {
    return new SchedulePolicy(
        window,
        lease,
        unstarted,
        recheck,
        retry,
        keepEnded,
        failedRest,
        pressureLifetime,
        repairs,
        shadow,
        limits,
        tasks);
  }

  public SchedulePolicy {
    if (window < 1) {
      throw new IllegalArgumentException("window: " + window + ", allowed: 1 or more");
    }
    if (repairs < 1) {
      throw new IllegalArgumentException("repairs: " + repairs + ", allowed: 1 or more");
    }
    if (tasks < 1) {
      throw new IllegalArgumentException("tasks: " + tasks + ", allowed: 1 or more");
    }
  }
}
