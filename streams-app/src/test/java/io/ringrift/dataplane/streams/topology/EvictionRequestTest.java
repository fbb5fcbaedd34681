package io.ringrift.dataplane.streams.topology;

import static io.ringrift.dataplane.streams.topology.DecisionStageFixture.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.EvictionState;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Outcome;
import io.ringrift.dataplane.avro.TrainingCompleted;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What trainings and needs say to a removal, before the items stage decides. */
class EvictionRequestTest {

  private static final String ITEM = Rows.npzId("a");

  private final DecisionStageFixture stage = new DecisionStageFixture();

  @BeforeEach
  void nodes() {
    stage.node("gpu-1", true, Node.TRAINING);
    stage.node("gpu-2", true, Node.TRAINING);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whatNobodyNeedsGoesOnToTheItemsStage() {
    stage.removalAsked(ITEM, "gpu-1", T0);

    assertThat(stage.evictionOrders()).extracting(EvictionRequest::getItemId).containsExactly(ITEM);
    assertThat(stage.evictions()).isEmpty();
  }

  @Test
  void nothingOfAConfigIsRemovedWhereItTrains() {
    stage.happens("e1", new TrainingStarted("hex8_2p", "gpu-1", "job-1"));
    stage.removalAsked(ITEM, "gpu-1", T0);

    assertThat(stage.evictions())
        .singleElement()
        .satisfies(
            eviction -> {
              assertThat(eviction.getState()).isEqualTo(EvictionState.REFUSED);
              assertThat(eviction.getReason())
                  .isEqualTo("training: hex8_2p trains at gpu-1 since " + T0);
            });
    assertThat(stage.evictionOrders()).isEmpty();

    stage.removalAsked(ITEM, "gpu-2", T0);
    assertThat(stage.evictionOrders()).as("it trains elsewhere").hasSize(1);

    stage.happens("e2", new TrainingCompleted("hex8_2p", "gpu-1", "job-1"));
    stage.removalAsked(ITEM, "gpu-1", T0);
    assertThat(stage.evictionOrders()).as("the training is over").hasSize(1);
  }

  @Test
  void whatAnOpenNeedHasChosenStaysUntilTheNeedIsMet() {
    stage.appears(Rows.npz("a", 0.9).at("gpu-2"));
    stage.happens("e1", new DataNeeded("hex8_2p", "gpu-1", ItemType.NPZ, 1L));
    stage.removalAsked(ITEM, "gpu-1", T0);

    assertThat(stage.evictions())
        .extracting(Eviction::getReason)
        .singleElement()
        .asString()
        .startsWith("needed: need e1");

    stage.answers(stage.orders().get(0), Outcome.MET, "transferred");
    stage.removalAsked(ITEM, "gpu-1", T0);

    assertThat(stage.evictionOrders()).hasSize(1);
  }

  @Test
  void aRequestThatIsReadAgainAfterAResetStartsNothing() {
    stage.passes(Duration.ofMinutes(11));
    stage.removalAsked(ITEM, "gpu-1", T0);

    assertThat(stage.evictions())
        .extracting(Eviction::getReason)
        .singleElement()
        .asString()
        .startsWith("request_too_old: ");
    assertThat(stage.evictionOrders()).isEmpty();
  }
}
