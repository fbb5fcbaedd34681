package io.ringrift.dataplane.streams.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a need does when what it chose does not come. */
class NeedNextBestTest {

  private static final TrainingStarted STARTED = new TrainingStarted("hex8_2p", "gpu-1", "job-1");
  private static final DataNeeded NEEDED = new DataNeeded("hex8_2p", "gpu-1", ItemType.NPZ, 500);

  @Test
  void triesTheNextBestWhenTheFirstIsRefused() {
    World world = World.withFiveNpz();
    world.happens(STARTED);

    world.answers(world.takeOrders().get(0), Outcome.REFUSED, "target_disk_full");
    ItemOrder second = world.takeOrders().get(0);
    assertThat(second.itemId()).isEqualTo(Rows.npzId("b"));

    world.answers(second, Outcome.MET, "transferred");
    assertThat(world.need().state()).isEqualTo(Need.State.MET);
    assertThat(world.takeSignalled()).containsExactly("SYNC_COMPLETED request_complete");
  }

  @Test
  void saysSoAtOnceWhenTheTargetRefusesAll() {
    World world = World.withOneNpz();
    world.happens(STARTED);

    world.answers(world.takeOrders().get(0), Outcome.REFUSED, "target_disk_full");

    assertThat(world.takeSignalled()).containsExactly("TRAINING_BLOCKED_BY_DATA target_refuses");
    assertThat(world.need().open()).isTrue();
    assertThat(world.need().reason())
        .isEqualTo("target_refuses: gpu-1 refused npz/hex8_2p/a: target_disk_full");
  }

  @Test
  void doesNotChooseTheSameContentAgain() {
    World world = World.withOneNpz();
    world.happens(NEEDED);
    world.answers(world.takeOrders().get(0), Outcome.FAILED, "5 tries: unreachable");

    world.appears(Rows.npz("a", 0.8).at("owc", "gpu-2"));
    assertThat(world.takeOrders()).isEmpty();
    assertThat(world.need().reason()).startsWith("transfers_failed: npz/hex8_2p/a failed to reach");

    world.appears(Rows.npz("a", 0.8).content(2).at("owc"));
    assertThat(world.takeOrders()).extracting(ItemOrder::sha256).containsExactly(Rows.hash("a", 2));
  }

  @Test
  void takesTheNewerContentWhenTheChosenOneWasReplaced() {
    World world = World.withOneNpz();
    world.happens(NEEDED);
    ItemOrder order = world.takeOrders().get(0);
    world.passes(Duration.ofMinutes(1));

    world.answers(order, Outcome.SUPERSEDED, "content_superseded");
    assertThat(world.takeSignals()).isEmpty();
    assertThat(world.need().reason()).startsWith("waiting_for_data: ");

    world.appears(Rows.npz("a", 0.8).content(2).at("owc"));
    assertThat(world.takeOrders()).extracting(ItemOrder::sha256).containsExactly(Rows.hash("a", 2));
  }

  @Test
  void givesUpOnATargetThatRefusesItemAfterItem() {
    World world = World.withoutData();
    for (int i = 0; i < 30; i++) {
      world.row(Rows.npz("n" + i, 0.9).at("owc"));
    }
    world.happens(STARTED);

    int tries = 0;
    for (List<ItemOrder> next = world.takeOrders(); !next.isEmpty(); next = world.takeOrders()) {
      tries++;
      world.answers(next.get(0), Outcome.REFUSED, "target_disk_full");
    }

    assertThat(tries).isEqualTo(10);
    assertThat(world.takeSignalled()).containsExactly("TRAINING_BLOCKED_BY_DATA target_refuses");
    assertThat(world.need().reason())
        .isEqualTo("target_refuses: gpu-1 refused 10 items: target_disk_full");
  }

  @Test
  void triesAgainWhenTheTargetHasRoom() {
    World world = World.withOneNpz();
    Node full = NodeBuilder.from(world.cluster().node("gpu-1")).disk(1_000_000, 0, 70).build();
    world.cluster().put(full);
    world.happens(STARTED);
    world.answers(world.takeOrders().get(0), Outcome.REFUSED, "target_disk_full");

    world.changes(NodeBuilder.from(full).disk(1_000_000, 100_000, 70).build());
    assertThat(world.takeOrders()).isEmpty();

    world.changes(NodeBuilder.from(full).disk(10_000_000, 9_000_000, 70).build());
    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("a"));
  }

  /** The refusal was on its way when the target's change was told: no other change follows. */
  @Test
  void triesAgainWhenTheRoomWasKnownBeforeTheRefusal() {
    World world = World.withOneNpz();
    world.happens(STARTED);
    world.answers(world.takeOrders().get(0), Outcome.REFUSED, "target_disk_full");
    assertThat(world.takeOrders()).isEmpty();

    world.passes(Duration.ofMinutes(5));

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("a"));
  }

  @Test
  void ordersWhenTheTargetTakesTheTypeAfterAll() {
    World world = World.withOneNpz();
    world.cluster().receivingOnly("gpu-1", ItemType.MODEL);
    world.happens(STARTED);
    world.passes(Duration.ofSeconds(2));
    assertThat(world.takeOrders()).isEmpty();

    world.changes(
        NodeBuilder.from(world.cluster().node("gpu-1")).receives(Set.of(ItemType.NPZ)).build());

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("a"));
  }

  @Test
  void isMetWhenSomebodyElseBringsWhatWasRefused() {
    World world = World.withOneNpz();
    world.happens(STARTED);
    world.answers(world.takeOrders().get(0), Outcome.REFUSED, "target_disk_full");
    world.takeSignals();

    world.moves(Rows.npz("a", 0.8).at("owc", "gpu-1"));

    assertThat(world.need().state()).isEqualTo(Need.State.MET);
    assertThat(world.takeSignalled())
        .containsExactly("DATA_AVAILABLE already_there", "SYNC_COMPLETED request_complete");
  }
}
