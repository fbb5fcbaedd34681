package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.simulation.SeedScript.Gone;
import io.ringrift.dataplane.streams.simulation.SeedScript.Happening;
import io.ringrift.dataplane.streams.simulation.SeedScript.Made;
import io.ringrift.dataplane.streams.simulation.SeedScript.Trains;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import io.ringrift.dataplane.streams.topology.StageTask.Written;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** This plane in the seed's cluster. */
final class SeedPlane implements Watch {

  private static final Faults FAULTS =
      new Faults(200, 0.01, SeedMetrics.FAILED_TRANSFERS, SeedMetrics.SILENT_TRANSFERS, true);

  private final SeedScript script;
  private final SimulatedCluster cluster;
  private final TruthInvariants truth;
  private final SeedFigures figures = new SeedFigures();
  private final Map<String, Instant> changedAt = new HashMap<>();
  private final Set<String> ended = new HashSet<>();

  SeedPlane(SeedScript script, long seed) {
    this.script = script;
    cluster = new SimulatedCluster(seed, FAULTS, DataPlaneTopology.Policies.standard(2));
    truth = new TruthInvariants(cluster);
    cluster
        .workers()
        .links((op, source) -> SeedMetrics.time(op.getSizeBytes(), source, op.getTargetNode()));
  }

  SeedMetrics.Figures run() {
    for (int n = 0; n < SeedScript.RENTED; n++) {
      cluster.node(SeedScript.rented(n), "vast", Node.TRAINING, Node.EPHEMERAL);
    }
    for (int n = 0; n < SeedScript.OTHERS; n++) {
      cluster.node(SeedScript.other(n), "lambda", SeedScript.roles(n), Set.of());
    }
    cluster.node(SeedScript.DRIVE, "home", Node.STORAGE);
    cluster.node(SeedScript.BUCKET, "aws", Node.BACKUP);
    cluster.watchedBy(this);
    for (Happening each : script.happenings()) {
      cluster.agenda.at(SimulatedCluster.T0.plus(each.at()), () -> happens(each));
    }
    cluster.pass(script.length());
    return figures.figures(backedUp());
  }

  private void happens(Happening happening) {
    if (happening instanceof Made made) {
      cluster.made(made.node(), made.content());
    } else if (happening instanceof Gone gone) {
      cluster.down(gone.node(), gone.noticed());
      lastCopies(cluster.nodes.get(gone.node()))
          .forEach(itemId -> figures.orphaned(itemId, cluster.now()));
    } else if (happening instanceof Trains trains) {
      cluster.rented(trains.node());
      figures.trains(trains.node(), trains.configKey(), cluster.now());
      cluster.tell(new TrainingStarted(trains.configKey(), trains.node(), null));
    }
  }

  /** Of what the manifest knew, since nobody can miss what nobody knew. */
  private List<String> lastCopies(SimulatedNode gone) {
    return gone.disk.values().stream()
        .filter(content -> truth.row(content.itemId()) != null)
        .filter(content -> content.sha256().equals(truth.row(content.itemId()).getSha256()))
        .filter(
            content ->
                cluster.nodes.values().stream()
                    .noneMatch(node -> node.offers(content.itemId(), content.sha256())))
        .map(Content::itemId)
        .toList();
  }

  @Override
  public void changed(String itemId) {
    changedAt.putIfAbsent(itemId, cluster.now());
    cluster.nodes.values().stream()
        .filter(node -> node.disk.containsKey(itemId))
        .forEach(node -> figures.arrived(node.id, node.disk.get(itemId), cluster.now()));
  }

  @Override
  public void committed(List<Written> written) {
    for (Written each : written) {
      if (each.sink().equals("items-to-manifest")) {
        truth.row(each.key(), (ManifestItem) each.value());
        viewed(each.key());
      } else if (each.value() instanceof OperationStatus op) {
        ended(op);
      } else if (each.value() instanceof DataSignal signal
          && signal.getType() == SignalType.ORPHAN_DETECTED) {
        figures.detected(signal.getItemId(), cluster.now());
      }
    }
  }

  private void viewed(String itemId) {
    Instant since = changedAt.get(itemId);
    if (since != null && truth.difference(itemId).isEmpty()) {
      changedAt.remove(itemId);
      figures.viewed(java.time.Duration.between(since, cluster.now()));
    }
  }

  private void ended(OperationStatus op) {
    boolean done = op.getState() == OperationState.DONE;
    if ((done || op.getState() == OperationState.FAILED) && ended.add(op.getOperationId())) {
      figures.transferred(done);
    }
  }

  private double backedUp() {
    Instant latest = cluster.now().minus(SeedFigures.BACKED_UP_WITHIN);
    Map<String, Content> inBucket = cluster.nodes.get(SeedScript.BUCKET).disk;
    return SeedScript.share(script, latest, content -> inBucket.containsKey(content.itemId()));
  }
}
