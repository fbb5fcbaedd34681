package io.ringrift.dataplane.streams.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingThresholdReached;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeedLifecycleTest {

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

  // ---- waiting for data

  @Test
  void waitsTwoSecondsBeforeItSaysThatTrainingIsBlocked() {
    World world = World.withoutData();
    world.happens(STARTED);
    assertThat(world.need().reason()).startsWith("waiting_for_data: no NPZ of hex8_2p for gpu-1");

    world.passes(Duration.ofMillis(1_999));
    assertThat(world.takeSignals()).isEmpty();

    world.passes(Duration.ofMillis(1));
    Signal blocked = world.takeSignals().get(0);
    assertThat(blocked.type()).isEqualTo(Signal.Type.TRAINING_BLOCKED_BY_DATA);
    assertThat(blocked.reason()).isEqualTo("no_npz_available");
    assertThat(blocked.detail())
        .isEqualTo(
            "no NPZ of hex8_2p for gpu-1 (asked for: quality 0.50 or more); nothing is known of the"
                + " config");
    assertThat(world.need().open()).isTrue();
  }

  @Test
  void staysSilentWhenDataComesWithinTheGrace() {
    World world = World.withoutData();
    world.happens(STARTED);
    world.passes(Duration.ofSeconds(1));

    world.appears(Rows.npz("a", 0.8).at("owc"));
    world.passes(Duration.ofSeconds(5));

    assertThat(world.takeOrdered()).contains(Rows.npzId("a"));
    assertThat(world.takeSignals()).isEmpty();
  }

  @Test
  void servesABlockedNeedTheMomentDataAppears() {
    World world = World.withoutData();
    world.happens(STARTED);
    world.passes(Duration.ofHours(3));
    assertThat(world.takeSignalled()).containsExactly("TRAINING_BLOCKED_BY_DATA no_npz_available");

    world.appears(Rows.npz("a", 0.8).made(world.now()).at("owc"));

    ItemOrder order = world.takeOrders().get(0);
    assertThat(order.priority()).isEqualTo(Priority.CRITICAL);
    assertThat(order.needId()).isEqualTo("event-1@gpu-1");
    world.answers(order, Outcome.MET, "transferred");
    assertThat(world.takeSignalled()).containsExactly("SYNC_COMPLETED request_complete");
  }

  @Test
  void tellsOneLackOnlyOnce() {
    World world = World.withoutData();
    world.happens(STARTED);
    world.passes(Duration.ofMinutes(1));
    world.takeSignals();

    world.appears(Rows.npz("bad", 0.1).at("owc"));
    world.passes(Duration.ofMinutes(1));

    assertThat(world.takeSignals()).isEmpty();
    assertThat(world.needs().get(0).reason())
        .isEqualTo(
            "only_low_quality: no NPZ of hex8_2p for gpu-1 (asked for: quality 0.50 or more);"
                + " there is: 1 usable");
  }

  @Test
  void namesTheMostTellingReason() {
    assertThat(blockedBy(World.withoutData().row(Rows.npz("a", 0.4).at("owc"))))
        .isEqualTo("only_low_quality");
    assertThat(blockedBy(World.withoutData().row(stale("a")).row(Rows.npz("b", 1).unvalidated())))
        .isEqualTo("only_stale");
    assertThat(blockedBy(World.withoutData().row(Rows.npz("a", 0.9).unvalidated())))
        .isEqualTo("only_unvalidated");
    assertThat(blockedBy(World.withoutData().row(Rows.npz("a", 0.9).unreachable())))
        .isEqualTo("no_reachable_source");
    assertThat(blockedBy(World.withoutData().row(Rows.npz("a", 0.9).of("hex8_3p").at("owc"))))
        .isEqualTo("no_npz_available");
    World refusing = World.withOneNpz();
    refusing.cluster().receivingOnly("gpu-1", ItemType.MODEL);
    assertThat(blockedBy(refusing)).isEqualTo("target_refuses");
    assertThat(refusing.takeOrders()).isEmpty();
  }

  private static String blockedBy(World world) {
    world.happens(STARTED);
    world.passes(Duration.ofSeconds(2));
    Signal signal = world.takeSignals().get(0);
    assertThat(signal.type()).isEqualTo(Signal.Type.TRAINING_BLOCKED_BY_DATA);
    return signal.reason();
  }

  @Test
  void neverChoosesStaleData() {
    World world = World.withoutData().row(stale("a")).row(Rows.npz("b", 0.6).at("owc"));

    world.happens(STARTED);

    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("b"));
  }

  @Test
  void keepsToTheAgeOfTheConfig() {
    World world = World.withOneNpz().policy(Policies.maxAge("hex8_2p", Duration.ofMinutes(30)));

    assertThat(blockedBy(world)).isEqualTo("only_stale");
  }

  private static Rows stale(String name) {
    return Rows.npz(name, 0.9).made(World.T0.minus(Duration.ofHours(24))).at("owc");
  }

  // ---- the next best

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

  // ---- the end

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

  // ---- who is told what

  @Test
  void asksForGamesWhenDataNeededFindsNothing() {
    World world = World.withoutData().row(Rows.npz("a", 0.9).samples(100).at("owc"));
    world.happens(NEEDED);
    world.passes(Duration.ofSeconds(2));

    Signal asked = world.takeSignals().get(0);
    assertThat(asked.type()).isEqualTo(Signal.Type.SELFPLAY_NEEDED);
    assertThat(asked.reason()).isEqualTo("training_data_insufficient");
    assertThat(asked.requiredSamples()).isEqualTo(500);
    assertThat(asked.detail())
        .isEqualTo(
            "too_few_samples: no NPZ of hex8_2p for gpu-1 (asked for: 500 samples or more); there"
                + " is: 1 usable");

    world.appears(Rows.npz("b", 0.3).at("owc"));
    assertThat(world.takeOrdered()).containsExactly(Rows.npzId("b"));
  }

  @Test
  void asksForGamesWhenNothingIsNewer() {
    World world = World.withOneNpz();
    world.happens(new DataStale("hex8_2p", "gpu-1", ItemType.NPZ, World.T0));
    world.passes(Duration.ofSeconds(2));

    assertThat(world.takeSignalled()).containsExactly("SELFPLAY_NEEDED training_data_stale");
    assertThat(world.need().reason()).startsWith("no_newer_data: ");
  }

  @Test
  void doesNotAskForGamesWhenTheTargetRefuses() {
    World world = World.withOneNpz();
    world.happens(NEEDED);

    world.answers(world.takeOrders().get(0), Outcome.REFUSED, "target_disk_full");

    assertThat(world.takeSignalled()).containsExactly("TRAINING_BLOCKED_BY_DATA target_refuses");
  }

  @Test
  void doesNotAskForGamesWhenAModelIsMissing() {
    World world = World.withoutData();
    world.happens(new DataNeeded("hex8_2p", "gpu-1", ItemType.MODEL, 500));
    world.passes(Duration.ofSeconds(2));

    assertThat(world.takeSignalled())
        .containsExactly("TRAINING_BLOCKED_BY_DATA no_model_available");
  }

  @Test
  void neverMovesItemsOfUnknownType() {
    World world = World.withoutData().row(Rows.of(ItemType.OTHER, "x", 0.9).ofUnknownType());
    world.happens(new DataNeeded("hex8_2p", "gpu-1", ItemType.OTHER, 0));
    world.passes(Duration.ofSeconds(2));

    assertThat(world.takeOrders()).isEmpty();
    assertThat(world.takeSignalled()).containsExactly("TRAINING_BLOCKED_BY_DATA type_unknown");
  }

  @Test
  void saysNothingOfALackAheadOfTraining() {
    World world = World.withoutData();
    world.happens(new TrainingThresholdReached("hex8_2p", "gpu-1"));
    world.passes(Duration.ofMinutes(1));

    assertThat(world.takeSignals()).isEmpty();
    assertThat(world.need().reason()).startsWith("no_npz_available: ");
  }
}
