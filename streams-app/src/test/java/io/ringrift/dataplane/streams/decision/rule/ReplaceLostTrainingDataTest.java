package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplaceLostTrainingDataTest {

  @Test
  void bringsTheBestAgainWhereItTrains() {
    World world = World.withFiveNpz().placed("gpu-1");

    List<Decision> decisions = world.loses(Rows.npz("a", 0.9).at("owc"), "gpu-1");

    ItemOrder order = world.takeOrders().get(0);
    assertThat(order.itemId()).isEqualTo(Rows.npzId("a"));
    assertThat(order.targetNode()).isEqualTo("gpu-1");
    assertThat(order.priority()).isEqualTo(Priority.CRITICAL);
    assertThat(order.operationType()).isEqualTo(OperationType.PRELOAD);
    assertThat(decisions.get(0).why().text())
        .isEqualTo(
            "training_data_lost: hex8_2p trains at gpu-1, which has npz/hex8_2p/a no longer");
  }

  @Test
  void asksOnceForAllThatADiskHasLost() {
    World world = World.withFiveNpz().placed("gpu-1");

    world.loses(Rows.npz("b", 0.8).at("owc"), "gpu-1");
    world.loses(Rows.npz("d", 0.6).at("owc"), "gpu-1");

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("a"));
  }

  @Test
  void tellsTheTrainingThatItsDataIsGoneForGood() {
    World world = World.withoutData().placed("gpu-1");

    world.loses(Rows.npz("a", 0.2).at("owc"), "gpu-1");
    world.loses(Rows.npz("b", 0.2).at("owc"), "gpu-1");
    world.passes(Duration.ofSeconds(3));

    assertThat(world.takeSignalled()).containsExactly("TRAINING_BLOCKED_BY_DATA only_low_quality");
  }

  @Test
  void doesNothingWhenBetterDataIsThere() {
    World world = World.withFiveNpz().row(Rows.npz("a", 0.9).at("gpu-1")).placed("gpu-1");

    List<Decision> decisions = world.loses(Rows.npz("b", 0.8).at("owc"), "gpu-1");

    assertThat(world.needs()).isEmpty();
    assertThat(decisions.get(0).why().text())
        .isEqualTo("nothing_to_do: gpu-1 lost npz/hex8_2p/b and has better data");
  }

  @Test
  void doesNothingForANodeWhereItsConfigDoesNotTrain() {
    World world = World.withFiveNpz().placed("gpu-2").placed("hex8_3p", "gpu-1", null, false);

    assertThat(world.loses(Rows.npz("a", 0.9).at("owc"), "gpu-1")).isEmpty();
  }

  @Test
  void doesNothingForModels() {
    World world = World.withFiveNpz().placed("gpu-1");

    List<Decision> decisions = world.loses(Rows.model("m").at("owc"), "gpu-1");

    assertThat(world.needs()).isEmpty();
    assertThat(decisions.get(0).why().word()).isEqualTo("nothing_to_do");
  }
}
