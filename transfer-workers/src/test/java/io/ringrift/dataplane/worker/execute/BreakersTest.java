package io.ringrift.dataplane.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SteppingClock;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private static final TransferOutcome ARRIVED = new TransferOutcome.Arrived(1, 1, 1, "/x");
  private static final TransferOutcome TARGET_AWAY =
      TransferOutcome.Failed.of(FailureCode.UNREACHABLE, "no answer");
  private static final TransferOutcome SOURCE_AWAY =
      TransferOutcome.Failed.of(FailureCode.SOURCE_UNREACHABLE, "no answer");

  private final SteppingClock clock = new SteppingClock(Instant.EPOCH);
  private final Breakers breakers = new Breakers(Duration.ofSeconds(30), clock);

  @Test
  void opensForTheTargetAfterThreeFailuresInARow() {
    attempt("a", TARGET_AWAY);
    attempt("b", TARGET_AWAY);
    assertThat(enter("a")).isEmpty();
    end("a", TARGET_AWAY);

    Breakers.Refusal refusal = enter("c").orElseThrow();

    assertThat(refusal.party()).isEqualTo(Party.TARGET);
    assertThat(refusal.message())
        .isEqualTo(
            "circuit breaker of p2p_http at t is open after 3 failures in a row; refuses for 30 s");
    assertThat(breakers.open()).isEqualTo(1);
  }

  @Test
  void opensForTheSourceAloneWhenTheSourceIsGuilty() {
    attempt("a", SOURCE_AWAY);
    attempt("a", SOURCE_AWAY);
    attempt("a", SOURCE_AWAY);

    assertThat(enter("a").orElseThrow().party()).isEqualTo(Party.SOURCE);
    assertThat(enter("b")).isEmpty();
  }

  @Test
  void forgivesOnceSomethingArrives() {
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);
    attempt("a", ARRIVED);
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);

    assertThat(enter("a")).isEmpty();
  }

  @Test
  void countsNoRefusalsOfHealthyNodes() {
    for (int i = 0; i < 10; i++) {
      attempt("a", TransferOutcome.Failed.of(FailureCode.SOURCE_MISSING, "gone"));
      attempt("a", TransferOutcome.Failed.of(FailureCode.DISK_FULL, "full"));
      attempt("a", new TransferOutcome.Busy(Party.TARGET, "busy", Duration.ZERO));
    }

    assertThat(enter("a")).isEmpty();
  }

  @Test
  void letsOneThroughAfterItsTimeAndClosesWhenThatArrives() {
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);
    clock.step(Duration.ofSeconds(31));

    assertThat(enter("a")).isEmpty();
    assertThat(enter("a")).isPresent();
    end("a", ARRIVED);

    assertThat(enter("a")).isEmpty();
    assertThat(breakers.open()).isZero();
  }

  @Test
  void closesOnceBytesArriveThoughTheFileIsLong() {
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);
    clock.step(Duration.ofSeconds(31));
    assertThat(enter("a")).isEmpty();
    assertThat(enter("b")).isPresent();

    breakers.moves(TransportKind.P2P_HTTP, "a", "t");

    assertThat(enter("b")).isEmpty();
    end("b", ARRIVED);
    end("a", TARGET_AWAY);
    assertThat(enter("c")).as("one failure is not three").isEmpty();
  }

  @Test
  void givesBackThePermissionOfAnAttemptThatSaysNothing() {
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);
    attempt("a", TARGET_AWAY);
    clock.step(Duration.ofSeconds(31));
    assertThat(enter("a")).isEmpty();

    breakers.cancel(TransportKind.P2P_HTTP, "a", "t");

    assertThat(enter("a")).isEmpty();
  }

  private void attempt(String source, TransferOutcome outcome) {
    assertThat(enter(source)).isEmpty();
    end(source, outcome);
  }

  private Optional<Breakers.Refusal> enter(String source) {
    return breakers.enter(TransportKind.P2P_HTTP, source, "t");
  }

  private void end(String source, TransferOutcome outcome) {
    breakers.end(TransportKind.P2P_HTTP, source, "t", outcome);
  }
}
