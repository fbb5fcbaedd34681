package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a node differs enough from what others were told to tell them again: every difference
 * goes to every task of two stages, and a heartbeat comes from every node every ten seconds.
 *
 * @param cause FACTS or CAPACITY
 * @param detail a sentence for people
 */
record NodeDifference(Cause cause, String detail) {

  /**
   * @param told what others know
   * @param now what is true
   * @param diskStep see {@link NodePolicy#diskStep}
   */
  static Optional<NodeDifference> between(Node told, Node now, double diskStep) {
    List<String> facts = new ArrayList<>();
    compare(facts, "kind", told.kind(), now.kind());
    compare(facts, "provider", told.provider(), now.provider());
    compare(facts, "region", told.region(), now.region());
    compare(facts, "rack", told.rack(), now.rack());
    compare(facts, "roles", told.roles(), now.roles());
    compare(facts, "endpoint", told.endpoint(), now.endpoint());
    compare(facts, "receives", told.receives(), now.receives());
    compare(facts, "allowed", told.allows(), now.allows());
    compare(facts, "share", told.share(), now.share());
    compare(facts, "addresses", told.addresses(), now.addresses());
    compare(facts, "latencies", told.latencyMs(), now.latencyMs());
    compare(facts, "shared root", told.sharedRoot(), now.sharedRoot());
    compare(facts, "transports", told.transports(), now.transports());
    compare(facts, "unavailable transports", told.unavailable(), now.unavailable());
    compare(facts, "data root", told.dataRoot(), now.dataRoot());
    compare(facts, "disk size", told.diskTotalBytes(), now.diskTotalBytes());
    compare(facts, "disk limit percent", told.diskLimitPercent(), now.diskLimitPercent());
    compare(facts, "max transfers", told.maxTransfers(), now.maxTransfers());
    compare(facts, "boot", told.boot(), now.boot());
    if (!facts.isEmpty()) {
      return Optional.of(new NodeDifference(Cause.FACTS, String.join(", ", facts)));
    }
    List<String> capacity = new ArrayList<>();
    compare(capacity, "active transfers", told.activeTransfers(), now.activeTransfers());
    if (diskMoved(told, now, diskStep)) {
      compare(capacity, "disk free bytes", told.diskFreeBytes(), now.diskFreeBytes());
    }
    return capacity.isEmpty()
        ? Optional.empty()
        : Optional.of(new NodeDifference(Cause.CAPACITY, String.join(", ", capacity)));
  }

  /** Sizes are equal here. Crossing the limit counts however small the step. */
  private static boolean diskMoved(Node told, Node now, double diskStep) {
    return told.hasRoomFor(0) != now.hasRoomFor(0)
        || Math.abs(told.diskFreeBytes() - now.diskFreeBytes()) > now.diskTotalBytes() * diskStep;
  }

  private static void compare(List<String> differences, String name, Object told, Object now) {
    if (!Objects.equals(told, now)) {
      differences.add(name + " " + told + " -> " + now);
    }
  }
}
