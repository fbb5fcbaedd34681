package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.ContentVersion;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must be true: of everything that was said on the way, and of everything once it is quiet.
 * Each method names what it found wrong.
 */
final class Invariants {

  private static final Set<OperationState> OPEN =
      Set.of(
          OperationState.WAITING,
          OperationState.QUEUED,
          OperationState.RUNNING,
          OperationState.BACKOFF);

  private final SimulatedCluster cluster;

  Invariants(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** All that is wrong at the end of a story. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    broken.addAll(everythingWasRead());
    broken.addAll(manifestMatchesDisks());
    broken.addAll(everyOperationEnded());
    broken.addAll(oneOpenOperationForItemAndNode());
    broken.addAll(urgentWorkIsNeverHeldBack());
    broken.addAll(everyWaitHasAReason());
    broken.addAll(neverOffersUnverifiedOrStaleBytes());
    broken.addAll(everyOpenNeedIsExplained());
    broken.addAll(completeOnlyWhenAllIsThere());
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
        .filter(op -> OPEN.contains(op.getState()))
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
        .filter(op -> OPEN.contains(op.getState()))
        .filter(op -> !op.getReason().startsWith("no_reachable_source") || somebodyHas(op))
        .map(op -> "NoOperationIsLost: " + text(op))
        .toList();
  }

  private boolean somebodyHas(OperationStatus op) {
    return cluster.nodes.values().stream()
        .filter(node -> !node.damaged.contains(op.getItemId()))
        .map(node -> node.disk.get(op.getItemId()))
        .anyMatch(content -> content != null && content.sha256().equals(op.getSha256()));
  }

  /** Of all that was ever published. */
  List<String> oneOpenOperationForItemAndNode() {
    List<String> broken = new ArrayList<>();
    Map<String, String> open = new HashMap<>();
    for (OperationStatus op : cluster.plane.statuses()) {
      String slot = op.getItemId() + " " + op.getTargetNode();
      if (!OPEN.contains(op.getState())) {
        open.remove(slot, op.getOperationId());
      } else {
        String other = open.put(slot, op.getOperationId());
        if (other != null && !other.equals(op.getOperationId())) {
          broken.add("OneTransferPerItemAndNode: " + other + " and " + text(op));
        }
      }
    }
    return broken;
  }

  /** CRITICAL and HIGH don't know backpressure. */
  List<String> urgentWorkIsNeverHeldBack() {
    return cluster.plane.statuses().stream()
        .filter(op -> op.getPriority() == Priority.CRITICAL || op.getPriority() == Priority.HIGH)
        .filter(op -> op.getReason().startsWith("backpressure"))
        .map(op -> "CriticalNeverStarves: " + text(op))
        .toList();
  }

  List<String> everyWaitHasAReason() {
    List<String> broken = new ArrayList<>();
    for (OperationStatus op : cluster.plane.statuses()) {
      if (op.getReason().isBlank()) {
        broken.add("EveryHoldHasAReason: " + text(op));
      }
    }
    for (Need need : cluster.plane.needs()) {
      if (!need.getReason().matches("[a-z_]+: .+")) {
        broken.add("EveryHoldHasAReason: need " + need.getNeedId() + " " + need.getReason());
      }
    }
    return broken;
  }

  /** What is announced lay there; what is emitted names only what was current. */
  List<String> neverOffersUnverifiedOrStaleBytes() {
    List<String> broken = new ArrayList<>();
    for (DataSignal signal : cluster.plane.signals()) {
      String copy = signal.getNodeId() + " " + signal.getItemId() + " " + signal.getSha256();
      if (signal.getType() == SignalType.DATA_AVAILABLE && !cluster.everHeld.contains(copy)) {
        broken.add("NeverOffersUnverifiedBytes: DATA_AVAILABLE of " + copy);
      }
    }
    for (DataOperation op : cluster.workers().taken()) {
      boolean real =
          op.getSources().stream()
              .allMatch(
                  source ->
                      cluster.everHeld.contains(
                          source.getNodeId() + " " + op.getItemId() + " " + op.getSha256()));
      if (!real) {
        broken.add(
            "NeverOffersUnverifiedBytes: a source of " + op.getOperationId() + " never had it");
      }
    }
    return broken;
  }

  /** An open need has nothing that would do. */
  List<String> everyOpenNeedIsExplained() {
    List<String> broken = new ArrayList<>();
    for (Need need : cluster.plane.needs()) {
      if (need.getState() != NeedState.OPEN) {
        continue;
      }
      SimulatedNode target = cluster.nodes.get(need.getTargetNode());
      for (ManifestItem item : cluster.plane.manifest()) {
        boolean takes =
            target.receives.isEmpty()
                || target.receives.stream()
                    .anyMatch(type -> type.name().equals(need.getItemType().name()));
        if (takes && fits(need, item)) {
          broken.add(
              "EveryOpenNeedIsMetOrExplained: %s waits (%s) though there is %s"
                  .formatted(need.getNeedId(), need.getReason(), item.getItemId()));
        }
      }
    }
    return broken;
  }

  private static boolean fits(Need need, ManifestItem item) {
    boolean tried =
        need.getChoices().stream()
            .anyMatch(
                choice ->
                    choice.getItemId().equals(item.getItemId())
                        && choice.getSha256().equals(item.getSha256()));
    double quality =
        item.getContents().stream()
            .filter(content -> content.getSha256().equals(item.getSha256()))
            .map(ContentVersion::getQualityScore)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(0.0);
    return item.getEligible()
        && !tried
        && need.getItemType() == item.getItemType()
        && need.getConfigKey().equals(item.getConfigKey())
        && (need.getItemId() == null || need.getItemId().equals(item.getItemId()))
        && (need.getSha256() == null || need.getSha256().equals(item.getSha256()))
        && quality >= need.getMinQuality();
  }

  /** "Any transfer succeeded" is no success of the request. */
  List<String> completeOnlyWhenAllIsThere() {
    Set<String> complete =
        cluster.plane.signals().stream()
            .filter(signal -> signal.getType() == SignalType.SYNC_COMPLETED)
            .map(DataSignal::getRequestId)
            .collect(Collectors.toSet());
    return cluster.plane.needs().stream()
        .filter(need -> complete.contains(need.getRequestId()))
        .filter(need -> !need.getEventType().equals("NPZ_EXPORT_COMPLETE"))
        .filter(need -> need.getState() == NeedState.OPEN)
        .map(need -> "CompleteOnlyWhenAllIsThere: " + need.getNeedId() + " is open")
        .toList();
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

  private static String text(OperationStatus op) {
    return "%s %s %s to %s: %s"
        .formatted(
            op.getOperationId(),
            op.getState(),
            op.getPriority(),
            op.getTargetNode(),
            op.getReason());
  }
}
