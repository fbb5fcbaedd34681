package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreloadOnTrainingStartedTest {

  private static final TrainingStarted NAMELESS = new TrainingStarted("hex8_2p", null, null);

  @Test
  void preloadsGoodNpzWhenTrainingStarts() {
    World world = World.withOneNpz();

    Decision decision = world.happens(new TrainingStarted("hex8_2p", "gpu-1", "job-1"));

    Need need = decision.needs().get(0);
    assertThat(need.priority()).isEqualTo(Priority.CRITICAL);
    assertThat(need.operationType()).isEqualTo(OperationType.PRELOAD);
    assertThat(need.itemType()).isEqualTo(ItemType.NPZ);
    assertThat(need.minQuality()).isEqualTo(0.5);
    assertThat(need.wanted()).isEqualTo(1);
    assertThat(need.expiresAt()).isEqualTo(World.T0.plus(Duration.ofHours(24)));
    assertThat(decision.why().text()).isEqualTo("target_given: TRAINING_STARTED names gpu-1");
  }

  @Test
  void recordsWhereTheConfigTrains() {
    Decision decision =
        World.withoutData().happens(new TrainingStarted("hex8_2p", "gpu-1", "job-1"));

    assertThat(decision.placements())
        .containsExactly(
            new Placement(
                "hex8_2p",
                "gpu-1",
                "job-1",
                false,
                World.T0,
                World.T0.plus(Duration.ofDays(2)),
                null));
  }

  @Test
  void takesTheSourceForTheTargetWhenThatIsANode() {
    Decision decision = World.withoutData().happens("e", "gpu-2", NAMELESS);

    assertThat(decision.needs()).extracting(Need::targetNode).containsExactly("gpu-2");
    assertThat(decision.why().text())
        .isEqualTo("target_is_source: TRAINING_STARTED names no node; gpu-2 sent it");
    assertThat(decision.needs().get(0).because()).isEqualTo(decision.why().sentence());
  }

  @Test
  void takesTheNodeWhereTheConfigTrainedLast() {
    World world = World.withoutData().placed("gpu-2");
    world.passes(Duration.ofHours(1));
    world.placed("gpu-3").placed("hex8_3p", "gpu-1", null, false);

    Decision decision = world.happens("e", "trainer", NAMELESS);

    assertThat(decision.needs()).extracting(Need::targetNode).containsExactly("gpu-3");
    assertThat(decision.why().text())
        .isEqualTo(
            "target_trained_last: TRAINING_STARTED names no node; hex8_2p trained last at gpu-3");
  }

  @Test
  void doesNotGoWhereItTrainedLastWhenThatNodeIsAway() {
    World world = World.withoutData().placed("gpu-3");
    world.cluster().offline("gpu-3");

    Decision decision = world.happens("e", "trainer", NAMELESS);

    assertThat(decision.needs()).extracting(Need::targetNode).containsExactly("gpu-1", "gpu-2");
  }

  @Test
  void guessesTheLeastLoadedNodesThatTrain() {
    World world = World.withoutData();
    Cluster cluster = world.cluster();
    cluster.with("gpu-4", "vast", "v1", Set.of(Node.TRAINING));
    cluster.put(NodeBuilder.from(cluster.node("gpu-1")).load(5, 10).build());

    Decision decision = world.happens("e", "trainer", NAMELESS);

    assertThat(decision.needs())
        .extracting(Need::targetNode)
        .containsExactly("gpu-2", "gpu-3", "gpu-4");
    assertThat(decision.why().text())
        .isEqualTo(
            "target_guessed: TRAINING_STARTED names no node and nothing tells it; least loaded of"
                + " 4 that train: gpu-2, gpu-3, gpu-4");
  }

  @Test
  void guessesNoNodeThatDoesNotTakeNpz() {
    World world = World.withoutData();
    world.cluster().receivingOnly("gpu-1", ItemType.MODEL).offline("gpu-2");

    Decision decision = world.happens("e", "trainer", NAMELESS);

    assertThat(decision.needs()).extracting(Need::targetNode).containsExactly("gpu-3");
  }

  @Test
  void doesNotTakeItsOwnGuessForWhereTheConfigTrained() {
    World world = World.withoutData();
    world.happens("e-1", "trainer", NAMELESS);
    world.cluster().with("gpu-0", "vast", "v1", Set.of(Node.TRAINING));

    Decision decision = world.happens("e-2", "trainer", NAMELESS);

    assertThat(decision.why().word()).isEqualTo("target_guessed");
    assertThat(decision.needs()).extracting(Need::targetNode).contains("gpu-0");
  }

  @Test
  void saysSoWhenNoNodeTrains() {
    World world = World.withOneNpz();
    world.cluster().offline("gpu-1").offline("gpu-2").offline("gpu-3");

    Decision decision = world.happens("e", "trainer", NAMELESS);

    assertThat(decision.needs()).isEmpty();
    Signal signal = decision.signals().get(0);
    assertThat(signal.type()).isEqualTo(Signal.Type.TRAINING_BLOCKED_BY_DATA);
    assertThat(signal.reason()).isEqualTo("no_training_node");
    assertThat(signal.eventId()).isEqualTo("e");
  }

  @Test
  void onlyRecordsThePlacementWhenItHappenedTooLongAgo() {
    World world = World.withOneNpz();

    Decision decision =
        world.happenedBefore(
            Duration.ofHours(25), new TrainingStarted("hex8_2p", "gpu-1", "job-1"));

    assertThat(decision.needs()).isEmpty();
    assertThat(decision.placements().get(0).startedAt())
        .isEqualTo(World.T0.minus(Duration.ofHours(25)));
    assertThat(decision.why().word()).isEqualTo("too_old");
    assertThat(world.takeOrders()).isEmpty();
  }

  @Test
  void answersTwoTrainingsAtOneNodeEachForItself() {
    World world = World.withOneNpz();
    world.happens(new TrainingStarted("hex8_2p", "gpu-1", "job-1"));
    world.happens(new TrainingStarted("hex8_2p", "gpu-1", "job-2"));

    assertThat(world.needs())
        .extracting(Need::needId)
        .containsExactly("event-1@gpu-1", "event-2@gpu-1");
    assertThat(world.takeOrders()).hasSize(2);
  }
}
