package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Priority;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefreshStaleDataTest {

  @Test
  void fetchesTheBestThatIsNewerThanWhatTheNodeHas() {
    World world =
        World.withoutData()
            .row(Rows.npz("old", 0.9).made(World.T0.minus(Duration.ofHours(5))).at("owc"))
            .row(Rows.npz("new", 0.7).made(World.T0.minus(Duration.ofHours(2))).at("owc"))
            .row(Rows.npz("newest", 0.6).made(World.T0.minus(Duration.ofHours(1))).at("owc"));

    world.happens(
        new DataStale("hex8_2p", "gpu-1", ItemType.NPZ, World.T0.minus(Duration.ofHours(5))));

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("new"));
    assertThat(world.need().priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void takesAnyFreshDataWhenTheEventDoesNotSayWhatTheNodeHas() {
    World world = World.withOneNpz();

    world.happens(new DataStale("hex8_2p", "gpu-1", ItemType.NPZ, null));

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("a"));
  }

  @Test
  void isMetWhenTheNewerDataHasArrivedMeanwhile() {
    World world = World.withoutData().row(Rows.npz("a", 0.8).at("gpu-1"));

    world.happens(
        new DataStale("hex8_2p", "gpu-1", ItemType.NPZ, World.T0.minus(Duration.ofHours(5))));

    assertThat(world.takeOrders()).isEmpty();
    assertThat(world.need().state()).isEqualTo(Need.State.MET);
  }
}
