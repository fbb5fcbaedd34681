package io.ringrift.dataplane.streams.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringrift.dataplane.streams.model.Attempt;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LinkRecordTest {
  private static final Instant T = Instant.parse("2026-11-24T12:00:00Z");
  private static final long MIB = 1 << 20;

  @Test
  void knowsNothingOfALinkThatNothingWasTriedOver() {
    assertThat(LinkRecord.NONE.bytesPerSecond()).isNaN();
    assertThat(LinkRecord.NONE.failureShare()).isZero();
  }

  @Test
  void givesTheRateOfWhatArrivedAndTheShareOfWhatFailed() {
    LinkRecord link =
        LinkRecord.NONE
            .with(attempt(T, 1000, 100 * MIB, "OK"))
            .with(attempt(T, 3000, 100 * MIB, "OK"))
            .with(attempt(T, 40_000, 7 * MIB, "stalled"));

    assertThat(link.bytesPerSecond()).isCloseTo(50.0 * MIB, within(0.02 * MIB));
    assertThat(link.failureShare()).isCloseTo(1 / 3.0, within(0.001));
    assertThat(link.lastFailure()).isEqualTo("stalled");
    assertThat(link.lastFailureAt()).isEqualTo(T.plusMillis(40_000));
  }

  @Test
  void judgesTheRateByFilesThatTakeTheirTime() {
    LinkRecord link = LinkRecord.NONE.with(attempt(T, 60, 10, "OK"));

    assertThat(link.bytesPerSecond()).isNaN();
    assertThat(link.attempts()).isEqualTo(1);
  }

  @Test
  void leavesOutWhatSaysNothingOfTheLink() {
    for (String outcome : new String[] {"busy", "breaker_open", "worker_stopping"}) {
      assertThat(LinkRecord.NONE.with(attempt(T, 0, 0, outcome))).isEqualTo(LinkRecord.NONE);
    }
  }

  @Test
  void countsAnAttemptOfYesterdayHalf() {
    LinkRecord link =
        LinkRecord.NONE
            .with(attempt(T.minus(Duration.ofDays(1)), 0, 0, "unreachable"))
            .with(attempt(T, 0, MIB, "OK"));

    assertThat(link.attempts()).isCloseTo(1.5, within(1e-9));
    assertThat(link.failureShare()).isCloseTo(1 / 3.0, within(1e-9));
  }

  @Test
  void anAttemptThatEndedEarlierThanTheLastIsNoFutureOne() {
    LinkRecord link =
        LinkRecord.NONE
            .with(attempt(T, 0, 0, "OK"))
            .with(attempt(T.minus(Duration.ofHours(1)), 0, 0, "OK"));

    assertThat(link.at()).isEqualTo(T);
    assertThat(link.attempts()).isEqualTo(2);
  }

  @Test
  void partsOfTwoPartitionsAreTheSameInEitherOrder() {
    LinkRecord a = LinkRecord.NONE.with(attempt(T, 1000, 10 * MIB, "OK"));
    LinkRecord b =
        LinkRecord.NONE.with(attempt(T.plus(Duration.ofDays(1)), 1000, 0, "checksum_mismatch"));

    assertThat(a.and(b)).isEqualTo(b.and(a));
    assertThat(a.and(b).attempts()).isCloseTo(1.5, within(1e-3));
    assertThat(a.and(b).lastFailure()).isEqualTo("checksum_mismatch");
  }

  private static Attempt attempt(Instant startedAt, long millis, long bytes, String outcome) {
    return new Attempt("p2p_http", "gpu-1", startedAt, millis, bytes, outcome, null, null, null);
  }
}
