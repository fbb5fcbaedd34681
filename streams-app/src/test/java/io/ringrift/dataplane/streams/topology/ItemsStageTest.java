package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.NPZ;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Outcome;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What orders, reports and nodes make of items and their operations. */
class ItemsStageTest {

  private ItemsStageFixture stage = new ItemsStageFixture(2, ItemPolicy.none());

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void carriesAnOrderFromTheLedgerToTheManifestRowWithTheNewReplica() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");
    assertThat(last(stage.catalog()).getEligible()).isTrue();

    stage.order(NPZ, "gpu-2", Priority.CRITICAL);

    DataOperation op = last(stage.emitted(Priority.CRITICAL));
    assertThat(op.getSources()).extracting(s -> s.getNodeId()).containsExactly("gpu-1");
    assertThat(op.getTargetEndpoint()).isEqualTo("http://gpu-2");
    assertThat(state(last(stage.rows()), "gpu-2")).isEqualTo(ReplicaState.COPYING);

    stage.started(op);
    stage.lives(op, 250);
    stage.completed(op);

    assertThat(stage.states())
        .containsExactly(
            OperationState.WAITING,
            OperationState.QUEUED,
            OperationState.RUNNING,
            OperationState.RUNNING,
            OperationState.DONE);
    assertThat(state(last(stage.rows()), "gpu-2")).isEqualTo(ReplicaState.AVAILABLE);
    CatalogChange change = last(stage.catalog());
    assertThat(change.getHolders()).containsExactly("gpu-1", "gpu-2");
    NeedOutcome outcome = last(stage.outcomes());
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.MET);
    assertThat(outcome.getNeedId()).isEqualTo("need-" + NPZ);
    DataSignal signal = last(stage.signals());
    assertThat(signal.getType()).isEqualTo(SignalType.DATA_AVAILABLE);
    assertThat(signal.getPath()).isEqualTo("/data/" + NPZ);
  }

  @Test
  void repeatedReportAndRepeatedResultChangeNothing() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");
    stage.order(NPZ, "gpu-2", Priority.HIGH);
    DataOperation op = last(stage.emitted(Priority.HIGH));
    stage.completed(op);
    stage.rows();
    stage.statuses();
    stage.outcomes();
    stage.signals();

    stage.has("gpu-1");
    stage.completed(op);
    stage.started(op);

    assertThat(stage.rows()).isEmpty();
    assertThat(stage.statuses()).isEmpty();
    assertThat(stage.outcomes()).isEmpty();
    assertThat(stage.signals()).isEmpty();
  }

  @Test
  void emitsAgainWithAHigherEpochWhenTheLeaseRunsOut() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");
    stage.order(NPZ, "gpu-2", Priority.HIGH);
    DataOperation first = last(stage.emitted(Priority.HIGH));
    stage.started(first);

    stage.pass(Duration.ofSeconds(29));
    assertThat(stage.emitted(Priority.HIGH)).isEmpty();
    stage.lives(first, 10);
    stage.pass(Duration.ofSeconds(29));
    assertThat(stage.emitted(Priority.HIGH)).isEmpty();
    stage.pass(Duration.ofSeconds(2));

    DataOperation second = last(stage.emitted(Priority.HIGH));
    assertThat(second.getOperationId()).isEqualTo(first.getOperationId());
    assertThat(second.getEpoch()).isGreaterThan(first.getEpoch());
  }

  @Test
  void keepsOnlyAWindowOnTheTopicAndFillsItAsOperationsStart() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    for (String item : List.of("npz/a.npz", "npz/b.npz", "npz/c.npz")) {
      stage.has("gpu-1", item, 1, Validation.VALID, null);
      stage.order(item, "gpu-2", Priority.LOW);
    }

    List<DataOperation> window = stage.emitted(Priority.LOW);
    assertThat(window)
        .extracting(DataOperation::getItemId)
        .containsExactly("npz/a.npz", "npz/b.npz");

    stage.started(window.get(0));

    assertThat(stage.emitted(Priority.LOW))
        .extracting(DataOperation::getItemId)
        .containsExactly("npz/c.npz");
  }

  @Test
  void holdsWhatGoesToAnOfflineNodeUntilItIsBack() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", false);
    stage.has("gpu-1");
    stage.order(NPZ, "gpu-2", Priority.CRITICAL);
    assertThat(stage.emitted(Priority.CRITICAL)).isEmpty();
    assertThat(stage.statuses())
        .last()
        .satisfies(s -> assertThat(s.value.getReason()).startsWith("target_offline: gpu-2"));

    stage.node("gpu-2", true);

    assertThat(stage.emitted(Priority.CRITICAL)).hasSize(1);
  }

  @Test
  void tellsOrphansWhenTheirLastReachableCopyGoesAndWhenItIsBack() {
    stage.node("gpu-1", true);
    stage.has("gpu-1");

    stage.node("gpu-1", false);

    assertThat(stage.signals())
        .singleElement()
        .satisfies(s -> assertThat(s.getType()).isEqualTo(SignalType.ORPHAN_DETECTED));
    ManifestItem row = last(stage.rows());
    assertThat(state(row, "gpu-1")).isEqualTo(ReplicaState.UNREACHABLE);
    assertThat(row.getReason()).isEqualTo("no_reachable_source");

    stage.node("gpu-1", true);

    assertThat(stage.signals())
        .singleElement()
        .satisfies(s -> assertThat(s.getType()).isEqualTo(SignalType.ORPHAN_RESOLVED));
    assertThat(last(stage.rows()).getEligible()).isTrue();
  }

  @Test
  void damagedFileIsShownWithItsEvidenceAndNeverOffered() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);

    stage.has("gpu-1", NPZ, 1, Validation.INVALID, "features.npy: CRC differs");
    stage.order(NPZ, "gpu-2", Priority.HIGH);

    Replica replica = stage.stored(NPZ).getReplicas().get(0);
    assertThat(replica.getState()).isEqualTo(ReplicaState.SUSPECT);
    assertThat(replica.getEvidence()).isEqualTo("features.npy: CRC differs");
    assertThat(last(stage.catalog()).getReason()).isEqualTo("no_validated_content");
    assertThat(stage.emitted(Priority.HIGH)).isEmpty();
    assertThat(last(stage.outcomes()).getReason()).isEqualTo("content_superseded");
  }

  @Test
  void backsUpToANodeThatWasAwayWhenTheItemWasMade() {
    stage.close();
    stage = new ItemsStageFixture(2, ItemPolicy.standard());
    stage.node("gpu-1", true);
    stage.node("owc", false, "backup");
    stage.has("gpu-1");
    assertThat(stage.emitted(Priority.COLD_STORAGE)).isEmpty();

    stage.node("owc", true, "backup");

    DataOperation backup = last(stage.emitted(Priority.COLD_STORAGE));
    assertThat(backup.getTargetNode()).isEqualTo("owc");
    stage.started(backup);
    stage.completed(backup);
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.emitted(Priority.COLD_STORAGE)).isEmpty();
  }

  @Test
  void dropsAnEndedOperationWhenItsTimeToBeReadIsOver() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");
    stage.order(NPZ, "gpu-2", Priority.HIGH);
    DataOperation op = last(stage.emitted(Priority.HIGH));
    stage.completed(op);
    stage.statuses();

    stage.jump(Duration.ofHours(1));
    assertThat(stage.statuses()).isEmpty();
    stage.jump(Duration.ofDays(3));

    assertThat(stage.statuses())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.key).isEqualTo(op.getOperationId());
              assertThat(s.value).isNull();
            });
  }

  private static ReplicaState state(ManifestItem row, String nodeId) {
    return row.getReplicas().stream()
        .filter(replica -> replica.getNodeId().equals(nodeId))
        .findFirst()
        .orElseThrow()
        .getState();
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
