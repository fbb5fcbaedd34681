package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.Heartbeat;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Heartbeats for tests. */
final class Beats {

  static final Instant T = Instant.parse("2026-11-24T08:00:00Z");
  static final long TOTAL = 1_000_000;

  private Beats() {}

  static Instant at(long seconds) {
    return T.plusSeconds(seconds);
  }

  static Heartbeat beat(long boot, long sequence) {
    return beat("gpu-1", boot, sequence, "r1", 500_000, 0);
  }

  static Heartbeat beat(String nodeId, long boot, long sequence) {
    return beat(nodeId, boot, sequence, "r1", 500_000, 0);
  }

  static Heartbeat beat(
      String nodeId, long boot, long sequence, String rack, long diskFree, int active) {
    return beat(nodeId, boot, sequence, rack, diskFree, active, Map.of());
  }

  static Heartbeat lacking(long boot, long sequence, Map<String, String> unavailable) {
    return beat("gpu-1", boot, sequence, "r1", 500_000, 0, unavailable);
  }

  private static Heartbeat beat(
      String nodeId,
      long boot,
      long sequence,
      String rack,
      long diskFree,
      int active,
      Map<String, String> unavailable) {
    return new Heartbeat(
        nodeId,
        boot,
        sequence,
        NodeKind.HOST,
        "lambda",
        "us-east",
        rack,
        Set.of("training"),
        "http://" + nodeId + ":7001",
        Set.of(ItemType.NPZ),
        Set.of("p2p_http"),
        "/data",
        TOTAL,
        diskFree,
        70,
        active,
        10,
        null,
        unavailable,
        false);
  }
}
