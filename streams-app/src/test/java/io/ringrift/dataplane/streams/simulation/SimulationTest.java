package io.ringrift.dataplane.streams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Stories of 20 to 48 nodes from seeds, with the real processors of all four stages. A failure
 * prints its seed and what happened; {@code -Dsimulation.first=SEED -Dsimulation.seeds=1} tells the
 * same story again.
 */
class SimulationTest {

  private static final Logger LOG =
      (Logger) LoggerFactory.getLogger("io.ringrift.dataplane.streams");
  private static final Level BEFORE = LOG.getLevel();

  @BeforeAll
  static void tellsNoStoryInTheLog() {
    LOG.setLevel(Level.ERROR);
  }

  @AfterAll
  static void logsAgain() {
    LOG.setLevel(BEFORE);
  }

  @Test
  void holdsWhatMustHoldInEveryStory() {
    long first = Long.getLong("simulation.first", 1);
    long seeds = Long.getLong("simulation.seeds", 200);
    long start = System.nanoTime();
    int[] figures = new int[3];

    LongStream.range(first, first + seeds).forEach(seed -> tell(seed, figures));

    System.out.printf(
        "simulation: %d stories, %d events, %d transfers, %d crashes, %d s%n",
        seeds,
        figures[0],
        figures[1],
        figures[2],
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  @Test
  void theSameSeedIsTheSameStory() {
    assertThat(tell(7, new int[3]).told).isEqualTo(tell(7, new int[3]).told);
  }

  private static SimulatedCluster tell(long seed, int[] figures) {
    SimulatedCluster cluster = Story.tell(seed);
    figures[0] += cluster.told.size();
    figures[1] += cluster.workers().taken().size();
    figures[2] += cluster.plane.crashes();
    return cluster;
  }
}
