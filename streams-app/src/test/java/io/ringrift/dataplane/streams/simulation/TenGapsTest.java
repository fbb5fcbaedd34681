package io.ringrift.dataplane.streams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ClusterEvent.Scope;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The ten gaps of the decision record ({@code docs/adr/0001}), closed: one test each, on the real
 * processors of all stages. {@link GuardsOffTest} shows that each test needs what closes its gap.
 */
class TenGapsTest {

  private static final String CONFIG = "hex8_2p";
  private static final Duration A_MOMENT = Duration.ofSeconds(5);
  private static final Duration A_TRANSFER = Duration.ofSeconds(30);

  private final SimulatedCluster cluster = SimulatedCluster.small();

  @Test
  void gap1ThreeManifestSystemsWithInconsistentViews() {
    Content fresh = npz(1, 2, cluster.now());
    Content old = npz(1, 1, cluster.now().minusSeconds(600));
    cluster.nodes.get("s3").disk.put(old.itemId(), old);
    cluster.nodes.get("owc").disk.put(old.itemId(), old);

    // Three sources speak of one item, in an order that a clock would get wrong.
    cluster.plane.item("inventory", fresh.itemId(), present("gpu-1", fresh));
    cluster.plane.item("inventory", old.itemId(), present("s3", old));
    cluster.plane.item("inventory", old.itemId(), present("owc", old));
    cluster.pass(Duration.ofMillis(500));

    assertThat(cluster.plane.manifest()).hasSize(1);
    ManifestItem item = cluster.plane.manifest().get(0);
    assertThat(item.getSha256()).as("the newest content counts").isEqualTo(fresh.sha256());
    assertThat(state(item, "gpu-1")).isEqualTo(ReplicaState.AVAILABLE);
    assertThat(item.getReplicas()).extracting(Replica::getNodeId).contains("gpu-1", "owc", "s3");
    assertThat(cluster.plane.nodeTable()).hasSize(6);
  }

  @Test
  void gap2NoUnifiedPriorityQueueAcrossDataTrainingAndEvaluation() {
    cluster.lies("owc", npz(1, 1, cluster.now()));
    cluster.pass(A_TRANSFER);
    cluster.tell(new DataNeeded(CONFIG, "gpu-3", ItemType.NPZ, 500));
    cluster.tell(new TrainingStarted(CONFIG, "gpu-3", null));
    cluster.pass(A_MOMENT);

    assertThat(to("gpu-3")).as("one transfer for both").hasSizeLessThanOrEqualTo(2);
    assertThat(cluster.plane.operations())
        .filteredOn(op -> op.getTargetNode().equals("gpu-3"))
        .singleElement()
        .satisfies(
            op -> {
              assertThat(op.getPriority())
                  .as("the more urgent counts")
                  .isEqualTo(Priority.CRITICAL);
              assertThat(op.getRequesters()).as("both are told").hasSize(2);
            });
  }

  @Test
  void gap3LooseCouplingBetweenBackpressureAndRouting() {
    cluster.tell("monitor", new BackpressureActivated(Scope.CLUSTER, null, "coordinator memory"));
    cluster.pass(A_MOMENT);
    cluster.lies("owc", npz(1, 1, cluster.now()));
    cluster.pass(A_MOMENT);
    cluster.tell(new TrainingStarted(CONFIG, "gpu-1", null));
    cluster.pass(A_TRANSFER);

    assertThat(to("s3")).as("the backup waits").isEmpty();
    assertThat(cluster.plane.operations())
        .filteredOn(op -> op.getTargetNode().equals("s3"))
        .singleElement()
        .satisfies(op -> assertThat(op.getReason()).startsWith("backpressure: cluster is under"));
    assertThat(cluster.nodes.get("gpu-1").disk).as("training doesn't wait").hasSize(1);
  }

  @Test
  void gap4ParallelTrackingOfDeliveriesAndEvents() {
    cluster.lies("owc", npz(1, 1, cluster.now()));
    cluster.pass(A_MOMENT);
    String request = cluster.tell(new TrainingStarted(CONFIG, "gpu-1", null));
    cluster.pass(A_TRANSFER);

    // Ledger, manifest and signals say the same, because one word of the worker made all of it.
    assertThat(cluster.plane.operations())
        .filteredOn(op -> op.getTargetNode().equals("gpu-1"))
        .singleElement()
        .satisfies(op -> assertThat(op.getState()).isEqualTo(OperationState.DONE));
    assertThat(state(cluster.plane.manifest().get(0), "gpu-1")).isEqualTo(ReplicaState.AVAILABLE);
    assertThat(signals(SignalType.SYNC_COMPLETED))
        .extracting(DataSignal::getRequestId)
        .containsExactly(request);
  }

  @Test
  void gap5DataIsValidatedWhenCollectedNotWhenDistributed() {
    Content content = npz(1, 1, cluster.now());
    SimulatedNode node = cluster.nodes.get("gpu-2");
    cluster.put(node, content);
    cluster.plane.item(
        "inventory", content.itemId(), node.present(content, Validation.CLAIMED, cluster.now()));
    cluster.tell(new TrainingStarted(CONFIG, "gpu-1", null));
    cluster.pass(A_TRANSFER);

    assertThat(cluster.workers().taken()).as("nobody has read it, so nobody gets it").isEmpty();
    assertThat(signals(SignalType.TRAINING_BLOCKED_BY_DATA))
        .extracting(DataSignal::getReason)
        .containsExactly("only_unvalidated");

    cluster.report(node, content);
    cluster.pass(A_TRANSFER);

    assertThat(cluster.nodes.get("gpu-1").disk).containsKey(content.itemId());
  }

  @Test
  void gap6NpzAreValidatedAtExportAndDamagedOnesGoNowhere() {
    Content content = npz(1, 1, cluster.now());
    SimulatedNode node = cluster.nodes.get("gpu-2");
    cluster.put(node, content);
    node.damaged.add(content.itemId());
    cluster.report(node, content);
    cluster.tell(new TrainingStarted(CONFIG, "gpu-1", null));
    cluster.pass(A_TRANSFER);

    assertThat(cluster.workers().taken()).isEmpty();
    assertThat(state(cluster.plane.manifest().get(0), "gpu-2")).isEqualTo(ReplicaState.SUSPECT);
  }

  @Test
  void gap7OrphansAreTrackedWhenNodesBecomeUnreachable() {
    Content games = Content.of(ItemType.GAME, CONFIG, 1, 1, cluster.now(), 0);
    cluster.down("owc", true);
    cluster.down("gpu-1", true);
    cluster.down("gpu-2", true);
    cluster.down("gpu-3", true);
    cluster.down("s3", true);
    cluster.pass(A_MOMENT);
    cluster.lies("gpu-4", games);
    cluster.pass(A_MOMENT);
    Instant gone = cluster.now();
    cluster.down("gpu-4", false);
    cluster.pass(Duration.ofSeconds(60));

    assertThat(signals(SignalType.ORPHAN_DETECTED))
        .singleElement()
        .satisfies(
            signal -> {
              assertThat(signal.getItemId()).isEqualTo(games.itemId());
              assertThat(Duration.between(gone, signal.getOccurredAt()))
                  .as("missed heartbeats alone tell it in time")
                  .isLessThan(Duration.ofSeconds(60));
            });

    cluster.back("gpu-4");
    cluster.pass(A_MOMENT);

    assertThat(signals(SignalType.ORPHAN_RESOLVED))
        .extracting(DataSignal::getReason)
        .containsExactly("copy_reachable");
  }

  @Test
  void gap8DataFollowsThePlacementOfJobs() {
    cluster.lies("owc", npz(1, 1, cluster.now()));
    cluster.pass(A_MOMENT);
    cluster.tell(new TrainingStarted(CONFIG, "gpu-3", "job-1"));
    cluster.pass(A_TRANSFER);

    Content better = Content.of(ItemType.NPZ, CONFIG, 2, 2, cluster.now(), 0.95);
    cluster.made("gpu-2", better);
    cluster.pass(A_TRANSFER);

    assertThat(cluster.nodes.get("gpu-3").disk).containsKey(better.itemId());
    assertThat(cluster.nodes.get("gpu-1").disk).as("it trains elsewhere").isEmpty();
  }

  @Test
  void gap9TheStalenessGateCannotBeBypassed() {
    cluster.lies("owc", npz(1, 1, cluster.now().minus(Duration.ofHours(25))));
    cluster.pass(A_MOMENT);
    cluster.tell(new TrainingStarted(CONFIG, "gpu-1", null));
    cluster.tell(new DataNeeded(CONFIG, "gpu-2", ItemType.NPZ, 0));
    cluster.tell(new DataStale(CONFIG, "gpu-3", ItemType.NPZ, Instant.EPOCH));
    cluster.pass(A_TRANSFER);

    assertThat(to("gpu-1")).isEmpty();
    assertThat(to("gpu-2")).isEmpty();
    assertThat(to("gpu-3")).isEmpty();
    assertThat(signals(SignalType.TRAINING_BLOCKED_BY_DATA))
        .extracting(DataSignal::getReason)
        .containsExactly("only_stale");
    assertThat(cluster.plane.needs())
        .extracting(Need::getReason)
        .allMatch(r -> r.startsWith("only_stale"));
  }

  @Test
  void gap10TheBucketIsAskedForTrainingData() {
    // The scanner lists objects with their hash; no agent can read what is only there.
    Content consolidated = Content.of(ItemType.NPZ, CONFIG, 1, 1, cluster.now(), 0.9);
    SimulatedNode bucket = cluster.nodes.get("s3");
    cluster.put(bucket, consolidated);
    cluster.plane.item(
        "inventory",
        consolidated.itemId(),
        bucket.present(consolidated, Validation.CLAIMED, cluster.now()));
    cluster.lies("gpu-2", npz(2, 1, cluster.now()));
    cluster.pass(A_MOMENT);
    cluster.tell(new TrainingStarted(CONFIG, "gpu-1", null));
    cluster.pass(A_TRANSFER);

    assertThat(to("gpu-1"))
        .as("the best data is in the bucket alone")
        .singleElement()
        .satisfies(op -> assertThat(op.getSources().get(0).getNodeId()).isEqualTo("s3"));
    assertThat(cluster.nodes.get("gpu-1").disk).containsKey(consolidated.itemId());
  }

  private static Content npz(int name, int version, Instant made) {
    return Content.of(ItemType.NPZ, CONFIG, name, version, made, 0.8);
  }

  private ReplicaReport present(String node, Content content) {
    return cluster.nodes.get(node).present(content, Validation.VALID, cluster.now());
  }

  private List<DataOperation> to(String node) {
    return cluster.workers().taken().stream()
        .filter(op -> op.getTargetNode().equals(node))
        .toList();
  }

  private List<DataSignal> signals(SignalType type) {
    return cluster.plane.signals().stream().filter(signal -> signal.getType() == type).toList();
  }

  private static ReplicaState state(ManifestItem item, String node) {
    return item.getReplicas().stream()
        .filter(replica -> replica.getNodeId().equals(node))
        .findFirst()
        .orElseThrow()
        .getState();
  }
}
