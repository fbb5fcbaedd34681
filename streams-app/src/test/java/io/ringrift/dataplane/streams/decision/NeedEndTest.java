package io.ringrift.dataplane.streams.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a need lives, and words that come twice or after its end. */
class NeedEndTest {

  private static final TrainingStarted STARTED = new TrainingStarted("hex8_2p", "gpu-1", "job-1");
  private static final DataNeeded NEEDED = new DataNeeded("hex8_2p", "gpu-1", ItemType.NPZ, 500);

  @Test
  void expiresWithAReasonAndTellsWhoeverWaited() {
    World world = World.withoutData();
    world.happens(STARTED);
    world.passes(Duration.ofSeconds(3));
    world.takeSignals();

    world.passes(Duration.ofHours(24));

    assertThat(world.need().state()).isEqualTo(Need.State.EXPIRED);
    Signal told = world.takeSignals().get(0);
    assertThat(told.type()).isEqualTo(Signal.Type.TRAINING_BLOCKED_BY_DATA);
    assertThat(told.reason()).isEqualTo("need_expired");
    assertThat(told.detail())
        .startsWith(
            "not met since 2026-11-24T10:00:00Z; last, no_npz_available: no NPZ of hex8_2p");
  }

  @Test
  void asksForGamesOnceMoreWhenItExpires() {
    World world = World.withoutData();
    world.happens(NEEDED);

    world.passes(Duration.ofHours(24));

    assertThat(world.takeSignalled())
        .containsExactly(
            "SELFPLAY_NEEDED training_data_insufficient", "SELFPLAY_NEEDED need_expired");
  }

  @Test
  void cancelsItsOrdersWhenItExpires() {
    World world = World.withOneNpz();
    world.happens(STARTED);
    world.passes(Duration.ofHours(23));
    world.takeOrders();

    world.passes(Duration.ofHours(1));

    List<ItemOrder> orders = world.takeOrders();
    ItemOrder last = orders.get(orders.size() - 1);
    assertThat(last.cancel()).isTrue();
    assertThat(last.itemId()).isEqualTo(Rows.npzId("a"));
    assertThat(last.needId()).isEqualTo("event-1@gpu-1");
    assertThat(world.need().state()).isEqualTo(Need.State.EXPIRED);
  }

  @Test
  void repeatsAnOrderThatNobodyAnswers() {
    World world = World.withOneNpz();
    world.happens(STARTED);
    ItemOrder first = world.takeOrders().get(0);

    world.passes(Duration.ofMinutes(5));

    ItemOrder again = world.takeOrders().get(0);
    assertThat(again.needId()).isEqualTo(first.needId());
    assertThat(again.sha256()).isEqualTo(first.sha256());
    assertThat(again.cancel()).isFalse();
    assertThat(world.need().choices()).hasSize(1);
  }

  @Test
  void isDroppedADayAfterItsEnd() {
    World world = World.withOneNpz();
    world.happens(STARTED);
    world.answers(world.takeOrders().get(0), Outcome.MET, "transferred");

    world.passes(Duration.ofHours(24).minusMillis(1));
    assertThat(world.needs()).hasSize(1);
    world.passes(Duration.ofMillis(1));
    assertThat(world.needs()).isEmpty();
  }

  @Test
  void ignoresOutcomesThatComeTwiceOrTooLate() {
    World world = World.withFiveNpz();
    world.happens(STARTED);
    ItemOrder first = world.takeOrders().get(0);
    world.answers(first, Outcome.REFUSED, "target_disk_full");
    ItemOrder second = world.takeOrders().get(0);

    Need before = world.need();
    world.answers(first, Outcome.REFUSED, "target_disk_full");
    assertThat(world.need()).isEqualTo(before);

    world.answers(second, Outcome.MET, "transferred");
    Need met = world.need();
    world.takeSignals();
    world.answers(second, Outcome.MET, "transferred");
    world.answers(first, Outcome.FAILED, "late");
    assertThat(world.need()).isEqualTo(met);
    assertThat(world.takeOrders()).isEmpty();
    assertThat(world.takeSignals()).isEmpty();
  }

  @Test
  void takesALateArrivalForAnArrival() {
    World world = World.withOneNpz();
    world.happens(STARTED);
    ItemOrder order = world.takeOrders().get(0);
    world.answers(order, Outcome.FAILED, "all_tried");

    world.answers(order, Outcome.MET, "transferred");

    assertThat(world.need().state()).isEqualTo(Need.State.MET);
  }

  @Test
  void callsTheSecondChoiceOffWhenTheFirstArrivesAllTheSame() {
    World world = World.withFiveNpz();
    world.happens(STARTED);
    ItemOrder first = world.takeOrders().get(0);
    world.answers(first, Outcome.FAILED, "all_tried");
    ItemOrder second = world.takeOrders().get(0);

    world.answers(first, Outcome.MET, "transferred");

    ItemOrder cancel = world.takeOrders().get(0);
    assertThat(cancel.cancel()).isTrue();
    assertThat(cancel.itemId()).isEqualTo(second.itemId());
    assertThat(world.need().choices())
        .extracting(Need.Choice::state)
        .containsExactlyInAnyOrder(ChoiceState.MET, ChoiceState.SUPERSEDED);
  }
}
