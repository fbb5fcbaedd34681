package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;
  private static final long RATE = 10_000_000;

  private final Pace pace = new Pace(RATE);

  @Test
  void beginsWithTheWholeRate() {
    assertThat(pace.limit()).isEqualTo(RATE);
  }

  @Test
  void takesTheShareThatItCouldPayForWhenOthersWantTheRest() {
    assertThat(pace.paid(RATE, SECOND, 4 * SECOND)).isTrue();

    assertThat(pace.limit()).isEqualTo(RATE / 4);
  }

  @Test
  void growsBackToTheRateOnceNobodyElseWantsIt() {
    pace.paid(RATE, SECOND, 4 * SECOND);

    for (int i = 0; i < 10; i++) {
      assertThat(pace.limit()).isLessThanOrEqualTo(RATE);
      pace.paid(pace.limit(), SECOND, SECOND / 2);
    }

    assertThat(pace.limit()).isEqualTo(RATE);
    assertThat(pace.paid(RATE, SECOND, SECOND / 2)).as("changed").isFalse();
  }

  @Test
  void neverFallsSoLowThatAConnectionSeemsDead() {
    pace.paid(1, SECOND, 100 * SECOND);

    assertThat(pace.limit()).isEqualTo(Pace.LEAST);
  }

  @Test
  void leavesAnUnlimitedRateAlone() {
    Pace unlimited = new Pace(0);

    assertThat(unlimited.paid(RATE, SECOND, 2 * SECOND)).isFalse();
    assertThat(unlimited.limit()).isZero();
  }
}
