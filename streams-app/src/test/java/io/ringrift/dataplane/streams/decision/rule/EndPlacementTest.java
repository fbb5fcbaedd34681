package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingFailed;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndPlacementTest {

  @Test
  void endsThePlacementOfTheNode() {
    World world = World.withoutData().placed("gpu-1").placed("gpu-2");

    Decision decision = world.happens(new TrainingCompleted("hex8_2p", "gpu-1", null));

    assertThat(trainsAt(world)).containsExactly("gpu-2");
    assertThat(decision.why().text())
        .isEqualTo("placement_ended: TRAINING_COMPLETED: hex8_2p no longer trains at gpu-1");
  }

  @Test
  void endsThePlacementOfAFailedJobWhereverItRan() {
    World world =
        World.withoutData()
            .placed("hex8_2p", "gpu-1", "job-1", false)
            .placed("hex8_2p", "gpu-2", "job-2", false);

    world.happens(new TrainingFailed("hex8_2p", null, "job-2", "out of memory"));

    assertThat(trainsAt(world)).containsExactly("gpu-1");
  }

  @Test
  void leavesAnotherJobAtTheNodeAlone() {
    World world = World.withoutData().placed("hex8_2p", "gpu-1", "job-2", false);

    world.happens(new TrainingCompleted("hex8_2p", "gpu-1", "job-1"));

    assertThat(trainsAt(world)).containsExactly("gpu-1");
  }

  @Test
  void endsAllOfTheConfigWhenNothingTellsWhich() {
    World world =
        World.withoutData().placed("gpu-1").placed("gpu-2").placed("hex8_3p", "gpu-3", null, false);

    world.happens(new TrainingCompleted("hex8_2p", null, null));

    assertThat(trainsAt(world)).isEmpty();
    assertThat(world.view().activePlacements("hex8_3p")).hasSize(1);
  }

  @Test
  void endsGuessesAndRemembersTheNodeThatIsNamed() {
    World world = World.withoutData();
    world.happens("e", "trainer", new TrainingStarted("hex8_2p", null, null));
    assertThat(trainsAt(world)).containsExactly("gpu-1", "gpu-2", "gpu-3");

    world.passes(Duration.ofMinutes(5));
    world.happens(new TrainingCompleted("hex8_2p", "gpu-2", null));

    assertThat(trainsAt(world)).isEmpty();
    assertThat(world.view().lastTrainedAt("hex8_2p")).contains("gpu-2");
  }

  @Test
  void saysSoWhenNothingIsKnownToTrain() {
    Decision decision = World.withoutData().happens(new TrainingCompleted("hex8_2p", null, null));

    assertThat(decision.why().text())
        .isEqualTo("nothing_to_do: TRAINING_COMPLETED: no training of hex8_2p known");
  }

  @Test
  void endsByItselfWhenNobodyReportsTheEnd() {
    World world = World.withoutData().placed("gpu-1");

    world.passes(Duration.ofDays(2));

    assertThat(trainsAt(world)).isEmpty();
    assertThat(world.view().lastTrainedAt("hex8_2p")).contains("gpu-1");
  }

  private static List<String> trainsAt(World world) {
    return world.view().activePlacements("hex8_2p").stream().map(Placement::nodeId).toList();
  }
}
