package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.streams.topology.StageTask.Written;
import java.time.Duration;
import java.util.List;

/**
 * What must be true after every step of a story, and what once it is quiet. Each step costs what it
 * wrote, not what there is. The first breach ends the story.
 *
 * <ul>
 *   <li>ManifestEqualsDisks: when nothing is under way, registers are what lies on the disks
 *   <li>NothingIsLost: what was ordered is open or was answered
 *   <li>OneOperationForItemAndNode, OneFetchForItemAndNode
 *   <li>CriticalNeverStarves, ColdStorageMovesOn: what could move is not left lying
 *   <li>NodesKeepTheirLimits: no node gives or gets more at once, but for CRITICAL
 *   <li>NoUnverifiedBytesOffered, NoStaleBytesOffered
 *   <li>NewestContentIsNeverReplaced, and with it no last replica is dropped
 *   <li>EveryHoldHasAReason
 *   <li>EveryOpenNeedIsMetOrExplained, CompleteOnlyWhenAllIsThere
 * </ul>
 */
final class Invariants implements Watch {

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final OperationInvariants operations;
  private final NeedInvariants needs;
  private final TruthInvariants truth;
  private final EndInvariants end;
  private final Plane plane;

  private Invariants(SimulatedCluster cluster) {
    plane = cluster.plane;
    operations = new OperationInvariants(cluster);
    needs = new NeedInvariants(cluster, operations);
    truth = new TruthInvariants(cluster);
    end = new EndInvariants(cluster);
  }

  /** Begins to look on. */
  static Invariants of(SimulatedCluster cluster) {
    Invariants invariants = new Invariants(cluster);
    cluster.watchedBy(invariants);
    cluster.agenda.every(LOOK, invariants.operations::look);
    return invariants;
  }

  @Override
  public void committed(List<Written> written) {
    for (Written each : written) {
      switch (each.sink()) {
        case "items-to-manifest" -> truth.row(each.key(), (ManifestItem) each.value());
        case "items-to-operations" ->
            operations.published(each.key(), (OperationStatus) each.value());
        case "decisions-to-needs" -> needs.published(each.key(), (Need) each.value());
        default -> {
          if (each.value() instanceof DataOperation emitted) {
            operations.emitted(emitted, truth.row(emitted.getItemId()));
          }
        }
      }
    }
    // Once all of the step is known: a transaction shows it at once.
    for (Written each : written) {
      if (each.value() instanceof DataSignal signal) {
        needs.told(signal);
        truth.told(signal);
      }
    }
    if (plane.quiet()) {
      truth.quiet();
      needs.quiet(truth.rows());
    }
  }

  @Override
  public void changed(String itemId) {
    truth.changed(itemId);
  }

  @Override
  public void replaced(String nodeId, Content before, Content after) {
    if (before.contentTime().isAfter(after.contentTime())) {
      throw new BrokenInvariantException(
          "NewestContentIsNeverReplaced",
          "%s of %s at %s by the older %s",
          before.sha256(),
          before.itemId(),
          nodeId,
          after.sha256());
    }
  }

  @Override
  public void fetches(String nodeId, String itemId, int running) {
    if (running > 1) {
      throw new BrokenInvariantException(
          "OneFetchForItemAndNode", "%d of %s run at %s", running, itemId, nodeId);
    }
  }

  /** After everything healed, and time enough. */
  void ended() {
    List<String> broken = end.broken();
    if (!broken.isEmpty()) {
      throw new BrokenInvariantException("AtTheEnd", "%s", String.join("\n", broken));
    }
  }
}
