package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.NPZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.Outcome;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the items stage makes of nodes that see the same files. */
class SharedFilesStageTest {

  private final ItemsStageFixture stage = new ItemsStageFixture(10, ItemPolicy.none());

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void nodesThatShareFilesNeedNoCopiesBetweenThem() {
    stage.member("nfs", "gpu-1", true);
    stage.member("nfs", "gpu-2", true);
    stage.has("gpu-1");

    stage.order(NPZ, "gpu-2", Priority.CRITICAL);

    assertThat(stage.emitted(Priority.CRITICAL)).isEmpty();
    NeedOutcome outcome = stage.outcomes().get(0);
    assertThat(outcome.getOutcome()).isEqualTo(Outcome.MET);
    assertThat(outcome.getReason()).isEqualTo("already_there");
  }

  @Test
  void whatTwoOfThemWantIsBroughtOnce() {
    stage.node("owc", true);
    stage.member("nfs", "gpu-1", true);
    stage.member("nfs", "gpu-2", true);
    stage.has("owc");

    stage.order(NPZ, "gpu-1", Priority.CRITICAL);
    stage.order(NPZ, "gpu-2", Priority.CRITICAL);

    List<DataOperation> emitted = stage.emitted(Priority.CRITICAL);
    assertThat(emitted).extracting(DataOperation::getTargetNode).containsExactly("gpu-1");
    assertThat(stage.statuses())
        .last()
        .satisfies(
            status ->
                assertThat(status.value.getReason())
                    .isEqualTo("same_files: gpu-1 has the same files and is being brought it"));

    stage.completed(emitted.get(0));

    assertThat(stage.outcomes())
        .extracting(NeedOutcome::getTargetNode, NeedOutcome::getOutcome)
        .containsExactlyInAnyOrder(tuple("gpu-1", Outcome.MET), tuple("gpu-2", Outcome.MET));
    assertThat(stage.emitted(Priority.CRITICAL)).isEmpty();
  }

  @Test
  void urgentWorkDoesntWaitForTheSameOnASlowerTopic() {
    stage.node("owc", true);
    stage.member("nfs", "gpu-1", true);
    stage.member("nfs", "gpu-2", true);
    stage.has("owc");

    stage.order(NPZ, "gpu-1", Priority.LOW);
    stage.order(NPZ, "gpu-2", Priority.CRITICAL);

    assertThat(stage.emitted(Priority.LOW)).hasSize(1);
    assertThat(stage.emitted(Priority.CRITICAL)).hasSize(1);
  }

  @Test
  void aNodeThatJoinsTheFileSystemHasWhatLiesThere() {
    stage.member("nfs", "gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");

    stage.member("nfs", "gpu-2", true);

    Replica joined = replica("gpu-2");
    assertThat(joined.getState()).isEqualTo(ReplicaState.AVAILABLE);
    assertThat(joined.getSharedBy()).isEqualTo("gpu-1");

    stage.node("gpu-2", true);
    assertThat(stage.stored(NPZ).getReplicas())
        .extracting(Replica::getNodeId)
        .containsOnly("gpu-1");
  }

  private Replica replica(String node) {
    return stage.stored(NPZ).getReplicas().stream()
        .filter(replica -> replica.getNodeId().equals(node))
        .findFirst()
        .orElseThrow();
  }
}
