package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.Validation;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the manifest and the signals say of the disks must be so. */
final class TruthInvariants {

  private final SimulatedCluster cluster;
  private final Map<String, ManifestItem> rows = new HashMap<>();

  /** Items of which something changed since they were last compared. */
  private final Set<String> dirty = new LinkedHashSet<>();

  TruthInvariants(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  Map<String, ManifestItem> rows() {
    return rows;
  }

  /** Null: there is none. */
  ManifestItem row(String itemId) {
    return rows.get(itemId);
  }

  void row(String itemId, ManifestItem row) {
    if (row == null) {
      rows.remove(itemId);
    } else {
      rows.put(itemId, row);
    }
    dirty.add(itemId);
  }

  void changed(String itemId) {
    dirty.add(itemId);
  }

  void told(DataSignal signal) {
    String copy = signal.getNodeId() + " " + signal.getItemId() + " " + signal.getSha256();
    if (signal.getType() == SignalType.DATA_AVAILABLE && !cluster.everHeld.contains(copy)) {
      throw new BrokenInvariantException("NoUnverifiedBytesOffered", "DATA_AVAILABLE of " + copy);
    }
  }

  /** Nothing is under way. */
  void quiet() {
    dirty.forEach(this::compare);
    dirty.clear();
  }

  private void compare(String itemId) {
    difference(itemId)
        .ifPresent(
            how -> {
              throw new BrokenInvariantException("ManifestEqualsDisks", "%s", how);
            });
  }

  /** Where the registers aren't what lies on the disks; empty: nowhere. */
  Optional<String> difference(String itemId) {
    Map<String, Replica> known = new HashMap<>();
    ManifestItem row = rows.get(itemId);
    if (row != null) {
      row.getReplicas().forEach(replica -> known.put(replica.getNodeId(), replica));
    }
    for (SimulatedNode node : cluster.nodes.values()) {
      String truth = onDisk(node, itemId);
      String said = registered(known.get(node.id));
      if (!truth.equals(said)) {
        return Optional.of(
            "%s at %s is %s, registered is %s".formatted(itemId, node.id, truth, said));
      }
    }
    return Optional.empty();
  }

  private static String onDisk(SimulatedNode node, String itemId) {
    Content content = node.disk.get(itemId);
    return content == null
        ? "absent"
        : node.damaged.contains(itemId) ? "damaged " + content.sha256() : content.sha256();
  }

  private static String registered(Replica replica) {
    if (replica == null || replica.getPresence() == Presence.ABSENT) {
      // A target of a transfer has a row without a register until the item is there.
      return "absent";
    }
    return replica.getValidation() == Validation.INVALID
        ? "damaged " + replica.getSha256()
        : replica.getSha256();
  }
}
