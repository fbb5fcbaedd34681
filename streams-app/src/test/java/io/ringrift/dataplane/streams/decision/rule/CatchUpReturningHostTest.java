package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpReturningHostTest {

  @Test
  void bringsTheBestOfWhatTrainsThere() {
    World world = World.withFiveNpz().row(Rows.npz("x", 0.9).of("hex8_3p").at("owc"));
    world.placed("gpu-1").placed("hex8_3p", "gpu-1", null, false);
    world.cluster().offline("gpu-1");

    world.comesOnline("gpu-1");

    List<ItemOrder> orders = world.takeOrders();
    assertThat(orders)
        .extracting(ItemOrder::itemId)
        .containsExactly(Rows.npzId("a"), "npz/hex8_3p/x");
    assertThat(orders).extracting(ItemOrder::priority).containsOnly(Priority.HIGH);
    assertThat(orders).extracting(ItemOrder::cause).containsOnly("HOST_ONLINE");
  }

  @Test
  void doesNothingWhenTheBestIsThere() {
    World world = World.withFiveNpz().row(Rows.npz("a", 0.9).at("gpu-1")).placed("gpu-1");

    List<Decision> decisions = world.comesOnline("gpu-1");

    assertThat(world.needs()).isEmpty();
    assertThat(decisions.get(0).why().text())
        .isEqualTo("nothing_to_do: gpu-1 came online and misses no data of hex8_2p");
  }

  @Test
  void doesNothingForANodeWhereNothingTrains() {
    assertThat(World.withFiveNpz().comesOnline("gpu-1")).isEmpty();
  }
}
