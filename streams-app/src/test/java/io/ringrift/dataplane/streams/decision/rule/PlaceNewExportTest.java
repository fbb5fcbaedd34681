package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceNewExportTest {

  @Test
  void sendsANewExportToWhereItsConfigTrains() {
    World world =
        World.withoutData().placed("gpu-1").placed("gpu-2").placed("hex8_3p", "gpu-3", null, false);

    world.appears(Rows.npz("a", 0.7).at("owc"));

    List<ItemOrder> orders = world.takeOrders();
    assertThat(orders).extracting(ItemOrder::targetNode).containsExactly("gpu-1", "gpu-2");
    assertThat(orders).extracting(ItemOrder::priority).containsOnly(Priority.HIGH);
    assertThat(orders).extracting(ItemOrder::operationType).containsOnly(OperationType.SYNC);
    assertThat(orders).extracting(ItemOrder::targetCount).containsOnly(2);
    assertThat(orders).extracting(ItemOrder::cause).containsOnly("NPZ_EXPORT_COMPLETE");
  }

  @Test
  void sendsNothingToWhoHasIt() {
    World world = World.withoutData().placed("gpu-1").placed("gpu-2");

    world.appears(Rows.npz("a", 0.7).at("gpu-1"));

    assertThat(world.takeOrders()).extracting(ItemOrder::targetNode).containsExactly("gpu-2");
  }

  @Test
  void sendsNothingWhereNothingTrains() {
    World world = World.withoutData();

    List<Decision> decisions = world.appears(Rows.npz("a", 0.7).at("owc"));

    assertThat(world.takeOrders()).isEmpty();
    assertThat(decisions.get(0).why().text())
        .isEqualTo("nothing_to_do: hex8_2p trains nowhere without npz/hex8_2p/a");
  }

  @Test
  void sendsNoModelsToWhereTheirConfigTrains() {
    World world = World.withoutData().placed("gpu-1");

    world.appears(Rows.model("m").at("owc"));

    assertThat(world.takeOrders()).isEmpty();
  }

  @Test
  void sendsOneContentOnlyOnce() {
    World world = World.withoutData().placed("gpu-1");
    world.appears(Rows.npz("a", 0.7).at("owc"));
    world.answers(world.takeOrders().get(0), Outcome.MET, "transferred");

    world.appears(Rows.npz("a", 0.7).at("owc"));
    assertThat(world.takeOrders()).isEmpty();

    world.appears(Rows.npz("a", 0.7).content(2).at("owc"));
    assertThat(world.takeOrders()).extracting(ItemOrder::sha256).containsExactly(Rows.hash("a", 2));
  }

  @Test
  void completesARequestOnceMoreWhenTheConfigTrainsAtAnotherNodeByThen() {
    World world = World.withoutData().placed("gpu-1");
    world.appears(Rows.npz("a", 0.7).at("owc"));
    world.answers(world.takeOrders().get(0), Outcome.MET, "transferred");

    world.placed("gpu-2");
    world.appears(Rows.npz("a", 0.7).at("owc"));
    world.answers(world.takeOrders().get(0), Outcome.MET, "transferred");

    List<Signal> complete =
        world.takeSignals().stream()
            .filter(signal -> signal.type() == Signal.Type.SYNC_COMPLETED)
            .toList();
    assertThat(complete)
        .extracting(Signal::requestId)
        .hasSize(2)
        .containsOnly("export-npz/hex8_2p/a-" + Rows.hash("a", 1));
    assertThat(complete).extracting(Signal::signalId).doesNotHaveDuplicates();
  }

  @Test
  void tellsOnlyTheTrainingThatItsDataIsThere() {
    World world = World.withoutData().placed("gpu-1");
    world.appears(Rows.npz("a", 0.7).at("owc"));
    ItemOrder order = world.takeOrders().get(0);

    // The training's own need had it brought: without an operation of this one.
    world.answers(order, Outcome.MET, "already_there", null);

    assertThat(world.takeSignals())
        .extracting(Signal::type)
        .doesNotContain(Signal.Type.DATA_AVAILABLE);
  }

  @Test
  void letsGoOfAnExportThatWasReplaced() {
    World world = World.withoutData().placed("gpu-1");
    world.appears(Rows.npz("a", 0.7).at("owc"));
    ItemOrder order = world.takeOrders().get(0);

    world.appears(Rows.npz("a", 0.7).content(2).at("owc"));
    world.answers(order, Outcome.SUPERSEDED, "content_superseded");

    assertThat(world.needs())
        .extracting(Need::state)
        .containsExactlyInAnyOrder(Need.State.SUPERSEDED, Need.State.OPEN);
  }
}
