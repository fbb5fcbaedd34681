package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import org.junit.jupiter.api.Test;

class FetchOnDataNeededTest {

  @Test
  void asksForTheTopThreeThatHoldEnoughSamples() {
    World world = World.withFiveNpz();

    world.happens(new DataNeeded("hex8_2p", "gpu-1", ItemType.NPZ, 500));

    Need need = world.need();
    assertThat(need.wanted()).isEqualTo(3);
    assertThat(need.minSamples()).isEqualTo(500);
    assertThat(need.minQuality()).isZero();
    assertThat(need.operationType()).isEqualTo(OperationType.SYNC);
    assertThat(need.priority()).isEqualTo(Priority.HIGH);
    assertThat(world.takeOrdered())
        .containsExactly(Rows.npzId("b"), Rows.npzId("d"), Rows.npzId("e"));
  }

  @Test
  void doesNotCountSamplesOfModels() {
    World world = World.withoutData().row(Rows.model("m").samples(0).at("owc"));

    world.happens(new DataNeeded("hex8_2p", "gpu-1", ItemType.MODEL, 500));

    assertThat(world.takeOrdered()).containsExactly(Rows.modelId("m"));
  }
}
