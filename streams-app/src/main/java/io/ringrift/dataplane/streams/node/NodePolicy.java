package io.ringrift.dataplane.streams.node;

import java.time.Duration;
import java.util.Objects;

/**
 * The figures by which nodes are judged.
 *
 * @param heartbeatTimeout a node not heard for longer is offline, above 0. 30 s: three heartbeats
 *     of 10 s
 * @param tickFreshness a tick read within this time of its sending shows that the partition is
 *     caught up, above 0
 * @param vanishShare if more than this share of the nodes with an agent would go within {@code
 *     vanishWindow}, none of them is declared offline, 0..1
 * @param vanishMinimum fewer nodes than this are never taken for an outage, 1 or more
 * @param diskStep free disk is told of again when it moved by more than this share of the disk,
 *     0..1
 * @param beatsAfterOffline this many heartbeats after HOST_OFFLINE bring a node back, 1 or more.
 *     Two: one may have been on its way when the host went down
 */
public record NodePolicy(
    Duration heartbeatTimeout,
    Duration tickFreshness,
    double vanishShare,
    int vanishMinimum,
    Duration vanishWindow,
    double diskStep,
    int beatsAfterOffline) {

  public NodePolicy {
    Objects.requireNonNull(vanishWindow, "vanishWindow");
    above0("heartbeatTimeout", heartbeatTimeout);
    above0("tickFreshness", tickFreshness);
    share("vanishShare", vanishShare);
    share("diskStep", diskStep);
    atLeast1("vanishMinimum", vanishMinimum);
    atLeast1("beatsAfterOffline", beatsAfterOffline);
  }

  public static NodePolicy defaults() {
    return new NodePolicy(
        Duration.ofSeconds(30), Duration.ofSeconds(5), 0.30, 2, Duration.ofMinutes(2), 0.02, 2);
  }

  public NodePolicy withHeartbeatTimeout(Duration timeout) {
    return new NodePolicy(
        timeout,
        tickFreshness,
        vanishShare,
        vanishMinimum,
        vanishWindow,
        diskStep,
        beatsAfterOffline);
  }

  private static void above0(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: above 0");
    }
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: 0..1");
    }
  }

  private static void atLeast1(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: 1 or more");
    }
  }
}
