package io.ringrift.dataplane.streams.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a need orders, and when it and its request are met. */
class NeedMetTest {

  private static final TrainingStarted STARTED = new TrainingStarted("hex8_2p", "gpu-1", "job-1");
  private static final DataNeeded NEEDED = new DataNeeded("hex8_2p", "gpu-1", ItemType.NPZ, 500);

  // ---- served at once

  @Test
  void ordersTheBestAndIsMetWhenItHasArrived() {
    World world = World.withFiveNpz();

    world.happens(STARTED);
    ItemOrder order = world.takeOrders().get(0);
    assertThat(order.itemId()).isEqualTo(Rows.npzId("a"));
    assertThat(order.sha256()).isEqualTo(Rows.hash("a", 1));
    assertThat(order.targetNode()).isEqualTo("gpu-1");
    assertThat(order.targetCount()).isEqualTo(1);
    assertThat(order.reason())
        .isEqualTo(
            "TRAINING_STARTED of hex8_2p: best of its NPZs is npz/hex8_2p/a (quality 0.90, 100"
                + " samples, made 2026-11-24T09:00:00Z); TRAINING_STARTED names gpu-1");
    assertThat(world.need().reason()).isEqualTo("ordered: npz/hex8_2p/a on the way to gpu-1");

    world.answers(order, Outcome.MET, "transferred");
    assertThat(world.need().state()).isEqualTo(Need.State.MET);
    assertThat(world.need().reason()).isEqualTo("delivered: npz/hex8_2p/a at gpu-1, verified");
    Signal complete = world.takeSignals().get(0);
    assertThat(complete.type()).isEqualTo(Signal.Type.SYNC_COMPLETED);
    assertThat(complete.nodeId()).isEqualTo("gpu-1");
    assertThat(complete.itemId()).isEqualTo(Rows.npzId("a"));
    assertThat(complete.requestId()).isEqualTo("event-1");
  }

  @Test
  void isMetAtOnceWhenTheBestIsThere() {
    World world = World.withoutData();
    world.cluster().put(NodeBuilder.from(world.cluster().node("gpu-1")).dataRoot("/d").build());
    world.row(Rows.npz("a", 0.9).at("gpu-1")).row(Rows.npz("b", 0.8).at("owc"));

    world.happens(STARTED);

    assertThat(world.takeOrders()).isEmpty();
    assertThat(world.need().state()).isEqualTo(Need.State.MET);
    assertThat(world.need().reason())
        .isEqualTo("already_there: the best data, npz/hex8_2p/a, was at gpu-1 already");
    List<Signal> signals = world.takeSignals();
    assertThat(signals)
        .extracting(Signal::type)
        .containsExactly(Signal.Type.DATA_AVAILABLE, Signal.Type.SYNC_COMPLETED);
    assertThat(signals.get(0).path()).isEqualTo("/d/npz/hex8_2p/a");
    assertThat(signals.get(0).sampleCount()).isEqualTo(1_000);
  }

  @Test
  void tellsTrainersWhereDataLiesAtANodeWithALayoutOfItsOwn() {
    World world = World.withoutData();
    world.cluster().put(NodeBuilder.from(world.cluster().node("gpu-1")).dataRoot("/d").build());
    world.row(
        Rows.npz("a", 0.9).samples(0).at("gpu-1").lying("gpu-1", "/d/consolidated/training/a"));

    world.happens(STARTED);

    Signal available = world.takeSignals().get(0);
    assertThat(available.path()).isEqualTo("/d/consolidated/training/a");
    assertThat(available.sampleCount()).as("not known").isNull();
  }

  @Test
  void saysThatDataIsThereWhenTheItemsStageFoundItWithoutAnOperation() {
    World world = World.withOneNpz();
    world.happens(STARTED);

    world.answers(world.takeOrders().get(0), Outcome.MET, "already_there", null);

    assertThat(world.takeSignalled())
        .containsExactly("DATA_AVAILABLE already_there", "SYNC_COMPLETED request_complete");
  }

  @Test
  void leavesDataAvailableToTheItemsStageWhereThatMovedIt() {
    World world = World.withOneNpz();
    world.happens(STARTED);

    world.answers(world.takeOrders().get(0), Outcome.MET, "transferred", "op-1");

    assertThat(world.takeSignalled()).containsExactly("SYNC_COMPLETED request_complete");
  }

  // ---- several items

  @Test
  void ordersTheTopThreeThatHoldEnoughSamples() {
    World world = World.withFiveNpz().row(Rows.npz("f", 0.5).at("owc"));

    world.happens(NEEDED);

    List<ItemOrder> orders = world.takeOrders();
    assertThat(orders)
        .extracting(ItemOrder::itemId)
        .containsExactly(Rows.npzId("b"), Rows.npzId("d"), Rows.npzId("f"));
    world.answers(orders.get(0), Outcome.MET, "transferred");
    world.answers(orders.get(1), Outcome.MET, "transferred");
    assertThat(world.need().open()).isTrue();
    assertThat(world.need().reason())
        .isEqualTo("ordered: npz/hex8_2p/f on the way to gpu-1, 2 there");
    world.answers(orders.get(2), Outcome.MET, "transferred");
    assertThat(world.need().state()).isEqualTo(Need.State.MET);
    assertThat(world.takeSignalled()).containsExactly("SYNC_COMPLETED request_complete");
  }

  @Test
  void countsThoseThatAreThere() {
    World world = World.withFiveNpz().row(Rows.npz("b", 0.8).at("owc", "gpu-1"));

    world.happens(NEEDED);

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("d"), Rows.npzId("e"));
    assertThat(world.need().count(ChoiceState.MET)).isEqualTo(1);
    assertThat(world.takeSignalled()).containsExactly("DATA_AVAILABLE already_there");
  }

  @Test
  void isMetWithFewerThanWantedWhenThereAreNoMore() {
    World world = World.withOneNpz().row(Rows.npz("b", 0.7).at("owc"));
    world.happens(NEEDED);
    List<ItemOrder> orders = world.takeOrders();

    world.answers(orders.get(0), Outcome.REFUSED, "target_disk_full");
    assertThat(world.need().open()).isTrue();
    world.answers(orders.get(1), Outcome.MET, "transferred");

    assertThat(world.need().state()).isEqualTo(Need.State.MET);
  }

  @Test
  void takesOneMoreWhileItIsShortOfItems() {
    World world = World.withOneNpz();
    world.happens(NEEDED);
    assertThat(world.takeOrdered()).hasSize(1);

    world.appears(Rows.npz("b", 0.9).at("owc"));
    world.appears(Rows.npz("c", 0.9).at("owc"));
    world.appears(Rows.npz("d", 0.9).at("owc"));

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("b"), Rows.npzId("c"));
  }

  // ---- requests of several targets

  @Test
  void completesARequestWhenAllItsTargetsAreServed() {
    World world = World.withoutData().row(Rows.model("m").at("owc"));
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));
    world.cluster().with("s-2", "home", "h1", Set.of(Node.SERVING));
    world.happens(new ModelPromoted("hex8_2p", null, Rows.modelId("m"), null, 1600.0));
    List<ItemOrder> orders = world.takeOrders();
    assertThat(orders).extracting(ItemOrder::targetCount).containsExactly(2, 2);

    world.answers(orders.get(1), Outcome.MET, "transferred");
    assertThat(world.takeSignals()).isEmpty();
    world.answers(orders.get(0), Outcome.MET, "transferred");

    Signal complete = world.takeSignals().get(0);
    assertThat(complete.type()).isEqualTo(Signal.Type.SYNC_COMPLETED);
    assertThat(complete.nodeId()).isNull();
    assertThat(complete.detail())
        .isEqualTo("MODEL_PROMOTED of hex8_2p: model/hex8_2p/m at s-1, s-2");
  }

  @Test
  void doesNotCallARequestCompleteWhenOneTargetIsNot() {
    World world = World.withoutData().row(Rows.model("m").at("owc"));
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));
    world.cluster().with("s-2", "home", "h1", Set.of(Node.SERVING));
    world.happens(new ModelPromoted("hex8_2p", null, Rows.modelId("m"), null, 1600.0));
    List<ItemOrder> orders = world.takeOrders();

    world.answers(orders.get(0), Outcome.REFUSED, "target_refuses");
    world.answers(orders.get(1), Outcome.MET, "transferred");
    world.passes(Duration.ofHours(24));

    assertThat(world.takeSignalled()).containsExactly("DATA_TRANSFER_FAILED need_expired");
  }

  @Test
  void completesARequestAtOnceWhenAllTargetsHaveIt() {
    World world = World.withoutData().row(Rows.model("m").at("s-1", "s-2"));
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));
    world.cluster().with("s-2", "home", "h1", Set.of(Node.SERVING));

    world.happens(new ModelPromoted("hex8_2p", null, Rows.modelId("m"), null, 1600.0));

    assertThat(world.takeSignalled())
        .containsExactly(
            "DATA_AVAILABLE already_there",
            "DATA_AVAILABLE already_there",
            "SYNC_COMPLETED request_complete");
  }

  // ---- one item, one content

  @Test
  void waitsForTheContentThatWasPromoted() {
    World world = World.withoutData().row(Rows.model("m").content(1).at("owc"));
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));

    world.happens(new ModelPromoted("hex8_2p", null, Rows.modelId("m"), Rows.hash("m", 2), 1600.0));
    world.passes(Duration.ofMinutes(1));
    assertThat(world.takeOrders()).isEmpty();
    assertThat(world.need().reason()).startsWith("other_content: model/hex8_2p/m has content ");

    world.appears(Rows.model("m").content(2).at("owc"));
    assertThat(world.takeOrders()).extracting(ItemOrder::sha256).containsExactly(Rows.hash("m", 2));
  }

  @Test
  void endsSupersededWhenItsContentWasReplaced() {
    World world = World.withoutData().row(Rows.model("m").content(1).at("owc"));
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));
    world.happens(new ModelPromoted("hex8_2p", null, Rows.modelId("m"), Rows.hash("m", 1), 1600.0));

    world.row(Rows.model("m").content(2).at("owc"));
    world.answers(world.takeOrders().get(0), Outcome.SUPERSEDED, "content_superseded");

    assertThat(world.need().state()).isEqualTo(Need.State.SUPERSEDED);
    assertThat(world.need().reason())
        .isEqualTo("newer_content: model/hex8_2p/m has newer content than asked for");
    assertThat(world.takeSignals()).isEmpty();
  }

  @Test
  void distributesAnOldModel() {
    World world =
        World.withoutData().row(Rows.model("m").made(World.T0.minus(Duration.ofDays(9))).at("owc"));
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));

    world.happens(new ModelPromoted("hex8_2p", null, Rows.modelId("m"), null, 1600.0));

    assertThat(world.takeOrdered()).containsExactly(Rows.modelId("m"));
  }
}
