package io.ringrift.dataplane.streams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.simulation.SeedMetrics.Comparison;
import io.ringrift.dataplane.streams.simulation.SeedMetrics.Figures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The targets of the seed's table, in an hour and a half of simulated time. */
class SeedMetricsTest {

  private static final Duration LENGTH = Duration.ofMinutes(90);

  @Test
  void reachesTheSeedsTargetsWhereTheDaemonsDoNot() {
    Comparison found = SeedMetrics.run(1, LENGTH);
    Figures plane = found.plane();
    Figures daemons = found.daemons();

    assertThat(plane.viewLagP99()).isLessThan(30);
    assertThat(plane.failedShare()).isLessThan(0.01);
    assertThat(plane.firstDataP95()).isLessThan(120);
    assertThat(plane.unserved()).isZero();
    assertThat(plane.orphans()).as("some are to be found").isPositive();
    assertThat(plane.orphansDetected()).isEqualTo(plane.orphans());
    assertThat(plane.orphanSlowest()).isLessThan(60);
    assertThat(plane.backedUp()).isGreaterThanOrEqualTo(0.8);

    assertThat(daemons.trainings()).as("the same events").isEqualTo(plane.trainings());
    assertThat(daemons.firstDataP50()).isGreaterThan(plane.firstDataP95());
    assertThat(daemons.failedShare()).isGreaterThan(0.01);
    assertThat(daemons.orphansDetected()).isZero();
    assertThat(daemons.backedUp()).isLessThan(0.8);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    Duration shorter = Duration.ofMinutes(20);

    assertThat(SeedMetrics.run(3, shorter)).isEqualTo(SeedMetrics.run(3, shorter));
  }
}
