package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must be true once everything healed, and time enough has passed. Each method names what it
 * found wrong.
 */
final class EndInvariants {

  private final SimulatedCluster cluster;

  EndInvariants(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** All that is wrong at the end of a story. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    broken.addAll(everythingWasRead());
    broken.addAll(manifestMatchesDisks());
    broken.addAll(everyOperationEnded());
    broken.addAll(orphansAreResolved());
    return broken;
  }

  private List<String> everythingWasRead() {
    return cluster.plane.quiet() && cluster.workers().idle()
        ? List.of()
        : List.of("NothingIsLost: records or transfers are still under way");
  }

  /** When quiet, the manifest is what lies on the disks. */
  List<String> manifestMatchesDisks() {
    List<String> broken = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    Set<String> coming = coming();
    for (ManifestItem item : cluster.plane.manifest()) {
      for (Replica replica : item.getReplicas()) {
        known.add(replica.getNodeId() + " " + item.getItemId());
        String truth = truth(replica.getNodeId(), item.getItemId(), item.getSha256());
        boolean copying =
            replica.getState() == ReplicaState.COPYING
                && coming.contains(replica.getNodeId() + " " + item.getItemId());
        if (!truth.equals(replica.getState().name()) && !copying) {
          broken.add(
              "ManifestMatchesDisks: %s at %s is %s, the manifest says %s"
                  .formatted(item.getItemId(), replica.getNodeId(), truth, replica.getState()));
        }
      }
    }
    for (SimulatedNode node : cluster.nodes.values()) {
      for (String item : node.disk.keySet()) {
        if (!known.contains(node.id + " " + item)) {
          broken.add("ManifestMatchesDisks: nothing known of " + item + " at " + node.id);
        }
      }
    }
    return broken;
  }

  private Set<String> coming() {
    return cluster.plane.operations().stream()
        .filter(op -> OperationInvariants.OPEN.contains(op.getState()))
        .map(op -> op.getTargetNode() + " " + op.getItemId())
        .collect(Collectors.toSet());
  }

  private String truth(String nodeId, String itemId, String current) {
    SimulatedNode node = cluster.nodes.get(nodeId);
    Content content = node.disk.get(itemId);
    if (content == null) {
      return ReplicaState.ABSENT.name();
    }
    if (node.damaged.contains(itemId)) {
      return ReplicaState.SUSPECT.name();
    }
    return (current == null || content.sha256().equals(current)
            ? ReplicaState.AVAILABLE
            : ReplicaState.OUTDATED)
        .name();
  }

  /**
   * With everything healed nothing waits any more, and COLD_STORAGE has moved on as well; but for
   * what a need waits for and nobody has.
   */
  List<String> everyOperationEnded() {
    return cluster.plane.operations().stream()
        .filter(op -> OperationInvariants.OPEN.contains(op.getState()))
        .filter(op -> !op.getReason().startsWith("no_reachable_source") || somebodyHas(op))
        .map(op -> "NoOperationIsLost: " + OperationInvariants.text(op))
        .toList();
  }

  private boolean somebodyHas(OperationStatus op) {
    return cluster.nodes.values().stream()
        .filter(node -> !node.damaged.contains(op.getItemId()))
        .map(node -> node.disk.get(op.getItemId()))
        .anyMatch(content -> content != null && content.sha256().equals(op.getSha256()));
  }

  /** All nodes are back, so no orphan is left, and whoever was told of one was told of its end. */
  List<String> orphansAreResolved() {
    Set<String> detected = new HashSet<>();
    List<String> broken = new ArrayList<>();
    for (DataSignal signal : cluster.plane.signals()) {
      String id = signal.getSignalId();
      if (signal.getType() == SignalType.ORPHAN_DETECTED) {
        detected.add(id.substring(id.indexOf(':')));
      } else if (signal.getType() == SignalType.ORPHAN_RESOLVED) {
        detected.remove(id.substring(id.indexOf(':')));
      }
    }
    detected.forEach(id -> broken.add("OrphansAreResolved: " + id));
    cluster.plane.manifest().stream()
        .filter(item -> item.getOrphanedAt() != null)
        .forEach(item -> broken.add("OrphansAreResolved: " + item.getItemId()));
    return broken;
  }
}
