package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.contract.registry.RegistryUnreachableException;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException;
import io.ringrift.dataplane.streams.topology.RegistryGate.Closed;
import io.ringrift.dataplane.streams.topology.RegistryGate.GateClosedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryGateTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00Z");

  private final RegistryGate gate =
      new RegistryGate(InstantSource.fixed(T), Duration.ofMillis(1), Duration.ofMillis(4));

  @Test
  void givesTheAnswerAtOnceWhileTheRegistryAnswers() {
    assertThat(gate.whenReachable(() -> "answer", () -> "here")).isEqualTo("answer");
    assertThat(gate.closed()).isEmpty();
  }

  @Test
  void asksUntilTheRegistryAnswers() {
    AtomicInteger calls = new AtomicInteger();

    String answer =
        gate.whenReachable(
            () -> {
              if (calls.incrementAndGet() < 5) {
                throw new RegistryUnreachableException("refused", null);
              }
              return "answer";
            },
            () -> "here");

    assertThat(answer).isEqualTo("answer");
    assertThat(calls).hasValue(5);
    assertThat(gate.closed()).isEmpty();
  }

  @Test
  void saysSinceWhenAndWhyItWaits() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> ask(up));
    await().until(() -> gate.closed().isPresent());

    assertThat(gate.closed()).contains(new Closed(T, "refused"));
    assertThat(waiting).isNotDone();

    up.set(true);
    assertThat(waiting.get()).isEqualTo("answer");
    assertThat(gate.closed()).isEmpty();
  }

  @Test
  void staysClosedWhileOneThreadWaitsWhateverOthersFindInTheirCache() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> ask(up));
    await().until(() -> gate.closed().isPresent());

    gate.whenReachable(() -> "cached", () -> "there");

    assertThat(gate.closed()).isPresent();
    up.set(true);
    waiting.get();
    assertThat(gate.closed()).isEmpty();
  }

  @Test
  void letsWaitingThreadsGoWhenTheApplicationStops() {
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(() -> ask(new AtomicBoolean()));
    await().until(() -> gate.closed().isPresent());

    gate.shutDown();

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(GateClosedException.class);
  }

  @Test
  void doesNotWaitForARecordThatWillNeverBeReadable() {
    UndecodableRecordException bad =
        new UndecodableRecordException(
            UndecodableRecordException.Cause.NOT_FRAMED, "magic byte is 7", null);

    assertThatThrownBy(
            () ->
                gate.whenReachable(
                    () -> {
                      throw bad;
                    },
                    () -> "here"))
        .isSameAs(bad);
    assertThat(gate.closed()).isEmpty();
  }

  private String ask(AtomicBoolean up) {
    return gate.whenReachable(
        () -> {
          if (!up.get()) {
            throw new RegistryUnreachableException("refused", null);
          }
          return "answer";
        },
        () -> "here");
  }
}
