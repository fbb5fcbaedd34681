package io.ringrift.dataplane.streams.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingThresholdReached;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a need does and says while there is no data for it. */
class NeedLackTest {

  private static final TrainingStarted STARTED = new TrainingStarted("hex8_2p", "gpu-1", "job-1");
  private static final DataNeeded NEEDED = new DataNeeded("hex8_2p", "gpu-1", ItemType.NPZ, 500);

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
