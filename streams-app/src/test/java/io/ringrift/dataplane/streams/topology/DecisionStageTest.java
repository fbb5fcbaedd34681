package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ItemOrder;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ModelPromoted;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedState;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.Outcome;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TrainingCompleted;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecisionStageTest {

  private static final TrainingStarted STARTED = new TrainingStarted("hex8_2p", "gpu-1", "job-1");

  private final DecisionStageFixture stage = new DecisionStageFixture();

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void servesATrainingAndCompletesItsRequest() {
    stage.appears(Rows.npz("a", 0.8).at("owc"));
    stage.appears(Rows.npz("b", 0.9).at("owc"));
    stage.happens("e-1", STARTED);

    ItemOrder order = stage.orders().get(0);
    assertThat(order.getItemId()).isEqualTo(Rows.npzId("b"));
    assertThat(order.getPriority()).isEqualTo(Priority.CRITICAL);
    assertThat(stage.stored("hex8_2p", "e-1@gpu-1").getState()).isEqualTo(NeedState.OPEN);

    stage.answers(order, Outcome.MET, "transferred");
    assertThat(stage.stored("hex8_2p", "e-1@gpu-1").getState()).isEqualTo(NeedState.MET);
    assertThat(stage.signals())
        .extracting(DataSignal::getType)
        .containsExactly(SignalType.SYNC_COMPLETED);
    assertThat(stage.needs())
        .extracting(need -> need.key + " " + need.value.getState())
        .containsExactly("e-1@gpu-1 OPEN", "e-1@gpu-1 MET");
  }

  @Test
  void saysThatTrainingIsBlockedAfterTheGraceAndServesItWhenDataAppears() {
    stage.happens("e-1", STARTED);
    stage.passes(Duration.ofMillis(1_900));
    assertThat(stage.signals()).isEmpty();

    stage.passes(Duration.ofMillis(350));
    DataSignal blocked = stage.signals().get(0);
    assertThat(blocked.getType()).isEqualTo(SignalType.TRAINING_BLOCKED_BY_DATA);
    assertThat(blocked.getReason()).isEqualTo("no_npz_available");
    assertThat(blocked.getNodeId()).isEqualTo("gpu-1");
    assertThat(blocked.getEventId()).isEqualTo("e-1");

    stage.passes(Duration.ofMinutes(10));
    assertThat(stage.orders()).isEmpty();
    stage.appears(Rows.npz("a", 0.8).at("owc"));
    assertThat(stage.orders().get(0).getNeedId()).isEqualTo("e-1@gpu-1");
  }

  @Test
  void triesTheNextBestWhenTheFirstIsRefused() {
    stage.appears(Rows.npz("a", 0.8).at("owc"));
    stage.appears(Rows.npz("b", 0.9).at("owc"));
    stage.happens("e-1", STARTED);

    stage.answers(stage.orders().get(0), Outcome.REFUSED, "target_disk_full");

    assertThat(stage.orders()).extracting(ItemOrder::getItemId).containsExactly(Rows.npzId("a"));
  }

  @Test
  void ordersTheTopThree() {
    for (int i = 1; i <= 6; i++) {
      stage.appears(Rows.npz("n" + i, i / 10.0).samples(i == 6 ? 10 : 1_000).at("owc"));
    }

    stage.happens("e-1", new DataNeeded("hex8_2p", "gpu-2", ItemType.NPZ, 500L));

    assertThat(stage.orders())
        .extracting(ItemOrder::getItemId)
        .containsExactly(Rows.npzId("n5"), Rows.npzId("n4"), Rows.npzId("n3"));
  }

  @Test
  void doesNothingForAnEventThatComesTwice() {
    stage.happens("e-1", STARTED);
    stage.happens("e-2", new TrainingCompleted("hex8_2p", "gpu-1", "job-1"));
    stage.needs();

    stage.happens("e-1", STARTED);
    stage.happens("e-1", new TrainingStarted("hex8_2p", "gpu-2", "job-1"));
    stage.passes(Duration.ofHours(1));
    stage.happens("e-1", STARTED);
    stage.appears(Rows.npz("a", 0.8).at("owc"));

    // One need, and no placement come back to life that an export would follow.
    assertThat(stage.orders()).extracting(ItemOrder::getNeedId).containsExactly("e-1@gpu-1");
  }

  @Test
  void answersEventsOfEqualContentWithDifferentIds() {
    stage.appears(Rows.npz("a", 0.8).at("owc"));
    stage.happens("e-1", STARTED);
    stage.happens("e-2", STARTED);

    assertThat(stage.orders())
        .extracting(ItemOrder::getNeedId)
        .containsExactly("e-1@gpu-1", "e-2@gpu-1");
  }

  @Test
  void startsNothingForWhatHappenedLongAgo() {
    Instant longAgo = DecisionStageFixture.T0.minus(Duration.ofHours(25));
    stage.appears(Rows.npz("a", 0.8).at("owc"), longAgo);
    stage.happens("e-1", STARTED, longAgo);
    assertThat(stage.orders()).isEmpty();
    assertThat(stage.needs()).isEmpty();

    // But where it trains is known: a new export goes there.
    stage.appears(Rows.npz("b", 0.8).at("owc"));
    assertThat(stage.orders()).extracting(ItemOrder::getTargetNode).containsExactly("gpu-1");
  }

  @Test
  void neverChoosesWhatBecameStale() {
    Instant made = DecisionStageFixture.T0.minus(Duration.ofHours(23));
    stage.appears(Rows.npz("old", 0.9).made(made).at("owc"));
    stage.appears(Rows.npz("young", 0.6).at("owc"));
    stage.passes(Duration.ofHours(1));

    stage.happens("e-1", STARTED);
    assertThat(stage.orders())
        .extracting(ItemOrder::getItemId)
        .containsExactly(Rows.npzId("young"));

    stage.passes(Duration.ofHours(23));
    stage.happens("e-2", new TrainingStarted("hex8_2p", "gpu-2", null));
    stage.passes(Duration.ofSeconds(3));
    assertThat(stage.signals()).extracting(DataSignal::getReason).containsOnlyOnce("only_stale");
  }

  @Test
  void sendsNewExportsToWhereTheirConfigTrains() {
    stage.happens("e-1", STARTED);
    stage.happens(
        "e-2",
        new NpzExportComplete("hex8_2p", "owc", Rows.npzId("a"), null, null, null, null, null));
    assertThat(stage.orders()).isEmpty();

    stage.appears(Rows.npz("a", 0.8).at("owc"));

    assertThat(stage.orders())
        .extracting(ItemOrder::getPriority)
        .containsExactly(Priority.CRITICAL, Priority.HIGH);
  }

  @Test
  void distributesAPromotedModelToNodesThatServe() {
    stage.node("s-1", true, Node.SERVING);
    stage.node("s-2", false, Node.SERVING);
    stage.node("gpu-1", true, Node.TRAINING);
    stage.happens("e-1", new ModelPromoted("hex8_2p", null, Rows.modelId("m"), null, null));

    stage.appears(Rows.model("m").at("gpu-1"));

    assertThat(stage.orders())
        .extracting(order -> order.getTargetNode() + " of " + order.getTargetCount())
        .containsExactly("s-1 of 2", "s-2 of 2");
  }

  @Test
  void bringsAReturningHostUpToDate() {
    stage.node("gpu-1", true, Node.TRAINING);
    stage.appears(Rows.npz("a", 0.8).at("owc", "gpu-1"));
    stage.happens("e-1", STARTED);
    stage.node("gpu-1", false, Node.TRAINING);
    stage.appears(Rows.npz("b", 0.9).at("owc"));
    assertThat(stage.orders()).hasSize(1);

    stage.node("gpu-1", true, Node.TRAINING);

    List<ItemOrder> orders = stage.orders();
    assertThat(orders).extracting(ItemOrder::getItemId).containsExactly(Rows.npzId("b"));
    assertThat(orders).extracting(ItemOrder::getCause).containsExactly("HOST_ONLINE");
  }

  @Test
  void servesATrainingAgainWhoseDataIsGone() {
    stage.node("gpu-1", true, "training");
    stage.node("owc", true, "storage");
    stage.appears(Rows.npz("a", 0.9).at("owc", "gpu-1"));
    stage.happens("e-1", STARTED);
    assertThat(stage.orders()).isEmpty();

    stage.appears(Rows.npz("a", 0.9).at("owc"));

    assertThat(stage.orders())
        .extracting(ItemOrder::getTargetNode, ItemOrder::getPriority)
        .containsExactly(tuple("gpu-1", Priority.CRITICAL));
  }

  @Test
  void writesNothingForAChangeThatChangesNothing() {
    stage.passes(Duration.ofSeconds(1));
    stage.appears(Rows.npz("a", 0.8).at("owc"));
    assertThat(stage.writes(DecisionStores.ROWS)).isEqualTo(1);
    stage.writes(DecisionStores.INDEX);

    stage.passes(Duration.ofSeconds(1));
    stage.appears(Rows.npz("a", 0.8).at("owc"));
    assertThat(stage.writes(DecisionStores.ROWS)).isZero();

    stage.appears(Rows.npz("a", 0.8).at("owc", "gpu-1"));
    assertThat(stage.writes(DecisionStores.ROWS)).isEqualTo(1);
    assertThat(stage.writes(DecisionStores.INDEX)).isZero();
  }

  @Test
  void forgetsNeedsADayAfterTheirEndAndLeavesNothingBehind() {
    stage.appears(Rows.npz("a", 0.8).at("owc"));
    stage.happens("e-1", STARTED);
    stage.answers(stage.orders().get(0), Outcome.MET, "transferred");
    stage.needs();

    stage.passes(Duration.ofHours(24));

    List<KeyValue<String, Need>> needs = stage.needs();
    assertThat(needs).hasSize(1);
    assertThat(needs.get(0).key).isEqualTo("e-1@gpu-1");
    assertThat(needs.get(0).value).isNull();
    assertThat(stage.entries(DecisionStores.NEEDS)).isZero();

    stage.passes(Duration.ofHours(1));
    assertThat(stage.entries(DecisionStores.SEEN)).isZero();
    // The row is stale by now, too: its place in the order and its timer are gone with it.
    assertThat(stage.entries(DecisionStores.INDEX)).isZero();
  }

  @Test
  void expiresANeedThatNobodyCanMeet() {
    stage.happens("e-1", STARTED);
    stage.passes(Duration.ofSeconds(3));
    stage.signals();

    stage.passes(Duration.ofHours(24));

    assertThat(stage.signals()).extracting(DataSignal::getReason).containsExactly("need_expired");
  }
}
