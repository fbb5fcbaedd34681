package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingThresholdReached;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import org.junit.jupiter.api.Test;

class PrefetchOnThresholdReachedTest {

  private static final TrainingThresholdReached REACHED =
      new TrainingThresholdReached("hex8_2p", null);

  @Test
  void preloadsAheadOfTrainingWithHighPriority() {
    World world = World.withOneNpz();

    Decision decision = world.happens(new TrainingThresholdReached("hex8_2p", "gpu-2"));

    Need need = decision.needs().get(0);
    assertThat(need.targetNode()).isEqualTo("gpu-2");
    assertThat(need.priority()).isEqualTo(Priority.HIGH);
    assertThat(need.operationType()).isEqualTo(OperationType.PRELOAD);
    assertThat(need.minQuality()).isEqualTo(0.5);
  }

  @Test
  void goesEverywhereTheConfigTrainsNow() {
    World world = World.withOneNpz().placed("gpu-1").placed("gpu-3");

    Decision decision = world.happens(REACHED);

    assertThat(decision.needs()).extracting(Need::targetNode).containsExactly("gpu-1", "gpu-3");
    assertThat(decision.why().text())
        .isEqualTo(
            "target_trains: TRAINING_THRESHOLD_REACHED names no node; hex8_2p trains at gpu-1,"
                + " gpu-3");
  }

  @Test
  void goesWhereTheConfigTrainedLastWhenItTrainsNowhere() {
    World world = World.withOneNpz().placed("gpu-3");
    world.happens(new TrainingCompleted("hex8_2p", "gpu-3", null));

    Decision decision = world.happens(REACHED);

    assertThat(decision.needs()).extracting(Need::targetNode).containsExactly("gpu-3");
    assertThat(decision.why().word()).isEqualTo("target_trained_last");
  }

  @Test
  void recordsNoPlacementForATrainingThatHasNotStarted() {
    assertThat(World.withOneNpz().happens(REACHED).placements()).isEmpty();
  }

  @Test
  void saysWhyWhenNoNodeTrains() {
    World world = World.withOneNpz();
    world.cluster().offline("gpu-1").offline("gpu-2").offline("gpu-3");

    Decision decision = world.happens(REACHED);

    assertThat(decision.needs()).isEmpty();
    assertThat(decision.why().word()).isEqualTo("no_training_node");
  }
}
