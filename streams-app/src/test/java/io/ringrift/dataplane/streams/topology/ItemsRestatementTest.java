package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.ItemsStageFixture.NPZ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a row that is said again does to the items stage. */
class ItemsRestatementTest {

  private final ItemsStageFixture stage = new ItemsStageFixture(2, ItemPolicy.none());

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aBaselineChangesNothingAndARepairMakesTheRowWhatItSays() {
    stage.node("gpu-1", true);
    stage.has("gpu-1");
    ManifestItem right = last(stage.rows());
    stage.has("gpu-2");
    ManifestItem wrong = last(stage.rows());

    stage.restate(NPZ, "BASELINE", right, null);
    assertThat(stage.rows()).isEmpty();

    ManifestItem withdrawn =
        ManifestItem.newBuilder(wrong)
            .setReplicas(List.of(wrong.getReplicas().get(1)))
            .setContents(List.of())
            .build();
    stage.restate(NPZ, "REPAIR", right, withdrawn);
    assertThat(last(stage.rows()).getReplicas()).isEqualTo(right.getReplicas());

    stage.restate(NPZ, "REPAIR", right, withdrawn);
    assertThat(last(stage.rows()).getReplicas()).isEqualTo(right.getReplicas());
  }

  @Test
  void aRepairRemovesAnItemThatTheHistoryDoesNotKnow() {
    stage.node("gpu-1", true);
    stage.has("gpu-1");
    ManifestItem wrong = last(stage.rows());

    stage.restate(NPZ, "REPAIR", null, wrong);

    assertThat(stage.stored(NPZ)).isNull();
    assertThat(stage.rows()).last().isNull();
    assertThat(last(stage.catalog()).getEligible()).isFalse();
  }

  @Test
  void aRepairLeavesABlankRowToOperationsThatLookAtIt() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.has("gpu-1");
    ManifestItem wrong = last(stage.rows());
    stage.order(NPZ, "gpu-2", Priority.CRITICAL);

    stage.restate(NPZ, "REPAIR", null, wrong);
    stage.pass(Duration.ofSeconds(2));

    assertThat(stage.stored(NPZ).getContents()).isEmpty();
    assertThat(stage.stored(NPZ).getReplicas())
        .extracting(Replica::getNodeId, Replica::getState)
        .containsExactly(tuple("gpu-2", ReplicaState.COPYING));
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
