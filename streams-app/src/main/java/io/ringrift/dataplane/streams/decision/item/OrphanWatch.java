package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.ReplicaState;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells when the last reachable copy of an item is gone, and when one is back. */
public final class OrphanWatch {

  private OrphanWatch() {}

  /**
   * @param before null when the row is new
   */
  public static Optional<Signal> signal(Row before, Row after, Instant now) {
    Instant was = before == null ? null : before.standing().orphanedAt();
    Instant is = after.standing().orphanedAt();
    if (was == null && is != null) {
      List<String> holders =
          after.item().replicas().values().stream()
              .filter(replica -> replica.present())
              .map(replica -> replica.nodeId())
              .toList();
      return Optional.of(
          of(
              Signal.Type.ORPHAN_DETECTED,
              after,
              is,
              now,
              "no_reachable_copy",
              "copies only at nodes that can't be reached: " + String.join(", ", holders)));
    }
    if (was != null && is == null) {
      String reason =
          reachable(after.standing())
              ? "copy_reachable"
              : after.standing().states().containsValue(ReplicaState.LOST)
                  ? "copies_lost"
                  : "no_copy_known";
      return Optional.of(
          of(Signal.Type.ORPHAN_RESOLVED, after, was, now, reason, "orphaned since " + was));
    }
    return Optional.empty();
  }

  private static boolean reachable(Standing standing) {
    return standing.states().entrySet().stream()
        .map(Map.Entry::getKey)
        .anyMatch(standing::availableAt);
  }

  private static Signal of(
      Signal.Type type, Row row, Instant since, Instant now, String reason, String detail) {
    String id = type + ":" + row.item().itemId() + ":" + since.toEpochMilli();
    return Signal.of(type, id, row.item().configKey(), now)
        .reason(reason, detail)
        .item(
            row.item().itemId(),
            row.standing().current() == null ? null : row.standing().current().sha256())
        .build();
  }
}
