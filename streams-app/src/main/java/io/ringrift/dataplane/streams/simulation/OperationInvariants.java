package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.schedule.Load;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import io.ringrift.dataplane.streams.schedule.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What must be true of operations. */
final class OperationInvariants {

  static final Set<OperationState> OPEN =
      Set.of(
          OperationState.WAITING,
          OperationState.QUEUED,
          OperationState.RUNNING,
          OperationState.BACKOFF);

  /**
   * Nothing that could move lies longer than this: a look again at holds, and the workers' load.
   */
  private static final Duration URGENT_MAY_LIE = Duration.ofSeconds(90);

  private static final Duration MAY_LIE = Duration.ofMinutes(6);

  private final SimulatedCluster cluster;
  private final Map<String, OperationStatus> open = new HashMap<>();

  /** Operation by item and target. */
  private final Map<String, String> slots = new HashMap<>();

  /** Since when an operation lies though it could move. */
  private final Map<String, Instant> lies = new HashMap<>();

  OperationInvariants(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * @param op null: it was dropped, long after its end
   */
  void published(String operationId, OperationStatus op) {
    if (op == null) {
      return;
    }
    if (op.getReason().isBlank()) {
      throw new BrokenInvariantException("EveryHoldHasAReason", text(op));
    }
    if (urgent(op) && op.getReason().startsWith("backpressure")) {
      throw new BrokenInvariantException("CriticalNeverStarves", text(op));
    }
    String slot = slot(op.getItemId(), op.getTargetNode());
    if (!OPEN.contains(op.getState())) {
      open.remove(operationId);
      lies.remove(operationId);
      slots.remove(slot, operationId);
      return;
    }
    open.put(operationId, op);
    String other = slots.put(slot, operationId);
    if (other != null && !other.equals(operationId)) {
      throw new BrokenInvariantException(
          "OneOperationForItemAndNode", other + " is open, and so is " + text(op));
    }
  }

  /** Whether an open operation brings the content there. */
  boolean brings(String itemId, String sha256, String target) {
    String operationId = slots.get(slot(itemId, target));
    return operationId != null && open.get(operationId).getSha256().equals(sha256);
  }

  /**
   * @param row as the manifest had it at that moment
   */
  void emitted(DataOperation op, ManifestItem row) {
    for (SourceOption source : op.getSources()) {
      String copy = source.getNodeId() + " " + op.getItemId() + " " + op.getSha256();
      if (!cluster.everHeld.contains(copy) || source.getNodeId().equals(op.getTargetNode())) {
        throw new BrokenInvariantException(
            "NoUnverifiedBytesOffered", "%s never was a source of it", copy);
      }
    }
    if (!cluster.everValidated.contains(op.getSha256())) {
      throw new BrokenInvariantException(
          "NoUnverifiedBytesOffered", "no agent has read %s of %s", op.getSha256(), op.getItemId());
    }
    if (row != null && !op.getSha256().equals(row.getSha256())) {
      throw new BrokenInvariantException(
          "NoStaleBytesOffered",
          "%s moves %s of %s, current is %s",
          op.getOperationId(),
          op.getSha256(),
          op.getItemId(),
          row.getSha256());
    }
  }

  /** Whether anything lies that could move. */
  void look() {
    Instant now = cluster.now();
    Map<String, NodeState> known = cluster.plane.nodeTable();
    lookAtLoads(known);
    for (OperationStatus op : open.values()) {
      boolean waits =
          op.getState() == OperationState.WAITING || op.getState() == OperationState.QUEUED;
      if (!waits || !couldMove(op, known)) {
        lies.remove(op.getOperationId());
        continue;
      }
      Instant since = lies.computeIfAbsent(op.getOperationId(), unused -> now);
      Duration lain = Duration.between(since, now);
      if (lain.compareTo(urgent(op) ? URGENT_MAY_LIE : MAY_LIE) > 0) {
        throw new BrokenInvariantException(
            urgent(op) ? "CriticalNeverStarves" : "ColdStorageMovesOn",
            "for %s: %s",
            lain,
            text(op));
      }
    }
  }

  /** Of CRITICAL nothing is said: it goes beyond. */
  private void lookAtLoads(Map<String, NodeState> known) {
    Map<Place, Integer> loads = new HashMap<>();
    for (OperationStatus op : open.values()) {
      boolean moves =
          op.getState() == OperationState.QUEUED || op.getState() == OperationState.RUNNING;
      if (moves && op.getPriority() != Priority.CRITICAL) {
        loads.merge(Place.gets(op.getTargetNode()), 1, Integer::sum);
        loads.merge(Place.gives(op.getSources().get(0).getNodeId()), 1, Integer::sum);
      }
    }
    loads.forEach(
        (place, moving) -> {
          Node node = NodeCodec.toModel(known.get(place.nodeId()));
          Load others = new Load(moving - 1, 0);
          NodeLimits.STANDARD
              .full(place, node, others, 0, 1, 1)
              .ifPresent(
                  full -> {
                    throw new BrokenInvariantException(
                        "NodesKeepTheirLimits", "%s, and %d move", full, moving);
                  });
        });
  }

  private boolean couldMove(OperationStatus op, Map<String, NodeState> known) {
    boolean pressed = cluster.pressed() && !urgent(op);
    return !pressed
        && reachable(op.getTargetNode(), known)
        && cluster.nodes.values().stream()
            .filter(node -> !node.id.equals(op.getTargetNode()))
            .filter(node -> !op.getAvoid().contains(node.id))
            .filter(node -> node.offers(op.getItemId(), op.getSha256()))
            .anyMatch(node -> reachable(node.id, known));
  }

  private boolean reachable(String nodeId, Map<String, NodeState> known) {
    NodeState state = known.get(nodeId);
    return cluster.nodes.get(nodeId).up && state != null && state.getOnline();
  }

  private static boolean urgent(OperationStatus op) {
    return op.getPriority() == Priority.CRITICAL || op.getPriority() == Priority.HIGH;
  }

  private static String slot(String itemId, String target) {
    return itemId + " " + target;
  }

  static String text(OperationStatus op) {
    return "%s %s %s of %s to %s: %s"
        .formatted(
            op.getOperationId(),
            op.getState(),
            op.getPriority(),
            op.getItemId(),
            op.getTargetNode(),
            op.getReason());
  }
}
