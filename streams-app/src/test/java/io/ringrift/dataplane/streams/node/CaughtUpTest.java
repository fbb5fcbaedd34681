package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CaughtUpTest {

  private static final Duration FRESH = Duration.ofSeconds(5);

  @Test
  void theFirstFreshTickStartsTheCount() {
    assertThat(CaughtUp.NOT_YET.tick(at(10), at(9), at(11), FRESH))
        .contains(new CaughtUp(at(10), at(10)));
  }

  @Test
  void ticksOfABacklogCountForNothing() {
    assertThat(CaughtUp.NOT_YET.tick(at(10), at(10), at(60), FRESH)).isEmpty();
  }

  @Test
  void ticksFromTheFutureCountForNothing() {
    assertThat(CaughtUp.NOT_YET.tick(at(10), at(60), at(10), FRESH)).isEmpty();
  }

  @Test
  void steadyTicksKeepTheCount() {
    CaughtUp first = CaughtUp.NOT_YET.tick(at(10), at(10), at(10), FRESH).orElseThrow();

    assertThat(first.tick(at(12), at(12), at(12), FRESH)).contains(new CaughtUp(at(12), at(10)));
  }

  @Test
  void aGapStartsTheCountAnew() {
    CaughtUp first = CaughtUp.NOT_YET.tick(at(10), at(10), at(10), FRESH).orElseThrow();

    assertThat(first.tick(at(100), at(100), at(100), FRESH))
        .contains(new CaughtUp(at(100), at(100)));
  }

  @Test
  void theBrokersClockMayDifferFromTheApplications() {
    CaughtUp first = CaughtUp.NOT_YET.tick(at(900), at(10), at(10), FRESH).orElseThrow();

    assertThat(first.tick(at(902), at(12), at(12), FRESH)).contains(new CaughtUp(at(902), at(900)));
  }
}
