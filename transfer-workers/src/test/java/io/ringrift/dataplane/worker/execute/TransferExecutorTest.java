package io.ringrift.dataplane.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferOutcome.Failed;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportKind;
import io.ringrift.dataplane.worker.transport.Transports;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TransferExecutorTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<LeaseState> leases = new CopyOnWriteArrayList<>();
  private final InMemoryTransport http =
      new InMemoryTransport(TransportKind.P2P_HTTP).holding("a", Requests.SHA256);
  private final InMemoryTransport rsync =
      new InMemoryTransport(TransportKind.RSYNC).holding("a", Requests.SHA256);

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void completesWithTheFirstArrival() {
    ExecutionResult result = execute(Requests.from("a", "b"), http, rsync);

    assertThat(result)
        .isInstanceOfSatisfying(
            ExecutionResult.Complete.class,
            complete -> {
              assertThat(complete.boot()).isEqualTo(3);
              assertThat(complete.sequence()).isEqualTo(17);
              assertThat(complete.path()).isEqualTo("/data/npz/hex8_2p/a.npz");
            });
    assertThat(outcomes(result)).containsExactly("p2p_http a OK");
    assertThat(result.attempts().get(0).bytes()).isEqualTo(1000);
    assertThat(http.has("gpu-1", Requests.SHA256)).isTrue();
    assertThat(rsync.calls()).isEmpty();
  }

  @Test
  void triesTheSameTwiceMoreThenTheNextTransport() {
    Failed reset = Failed.of(FailureCode.SOURCE_UNREACHABLE, "reset");
    http.trouble("a", reset, reset, reset);

    ExecutionResult result = execute(Requests.from("a"), http, rsync);

    assertThat(outcomes(result))
        .containsExactly(
            "p2p_http a source_unreachable",
            "p2p_http a source_unreachable",
            "p2p_http a source_unreachable",
            "rsync a OK");
    assertThat(pauses).hasSize(2);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(2000));
  }

  @Test
  void takesTheNextSourceWhenOneIsNoGood() {
    http.holding("b", Requests.SHA256);
    http.trouble("a", Failed.of(FailureCode.CHECKSUM_MISMATCH, "wrong hash"));

    ExecutionResult result = execute(Requests.from("a", "b"), http, rsync);

    assertThat(outcomes(result)).containsExactly("p2p_http a checksum_mismatch", "p2p_http b OK");
    assertThat(result.attempts().get(0).reaction()).contains(Reaction.OTHER_SOURCE);
    assertThat(rsync.calls()).isEmpty();
  }

  @Test
  void holdsAgainstAFurtherSourceWhatItDidWhileTheOthersWentOn() {
    TransferFailure wrong = TransferFailure.of(FailureCode.CHECKSUM_MISMATCH, "chunk 7");
    TransferOutcome.Dropped b = new TransferOutcome.Dropped("b", wrong);
    http.trouble("a", new TransferOutcome.Arrived(1000, 3, 17, "/x", List.of(b)));

    ExecutionResult result = execute(Requests.from("a", "b"), http, rsync);

    assertThat(outcomes(result)).containsExactly("p2p_http b checksum_mismatch", "p2p_http a OK");
    assertThat(result.attempts().get(0).reaction()).contains(Reaction.OTHER_SOURCE);
  }

  @Test
  void givesUpWhenNothingHelps() {
    http.trouble("a", Failed.of(FailureCode.DISK_FULL, "3 bytes left at gpu-1"));

    ExecutionResult result = execute(Requests.from("a", "b"), http, rsync);

    assertThat(result)
        .isInstanceOfSatisfying(
            ExecutionResult.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo("disk_full: 3 bytes left at gpu-1"));
    assertThat(outcomes(result)).containsExactly("p2p_http a disk_full");
  }

  @Test
  void triesATransportThatCannotReachTheTargetFromNoOtherSource() {
    Failed away = Failed.of(FailureCode.UNREACHABLE, "no answer");
    http.trouble("a", away, away, away);

    ExecutionResult result = execute(Requests.from("a", "b"), http);

    assertThat(http.calls()).containsExactly("a", "a", "a");
    assertThat(((ExecutionResult.Failed) result).reason())
        .startsWith("all tried: p2p_http from a: unreachable (no answer)");
  }

  @Test
  void failsWithAllAttemptsWhenAllSourcesAreSpent() {
    ExecutionResult result = execute(Requests.from("b", "c"), http);

    assertThat(outcomes(result))
        .containsExactly("p2p_http b source_missing", "p2p_http c source_missing");
    assertThat(((ExecutionResult.Failed) result).reason())
        .contains("b doesn't have it")
        .contains("c doesn't have it");
  }

  @Test
  void namesEachReasonWhenNoTransportCanBeUsed() {
    http.unsupported("source a has no endpoint");

    ExecutionResult result = execute(Requests.from("a"), http);

    assertThat(((ExecutionResult.Failed) result).reason())
        .startsWith("no transport can be used: ")
        .contains("p2p_http not usable: source a has no endpoint")
        .contains("s3 not usable: this worker has no s3 transport");
    assertThat(result.attempts()).isEmpty();
  }

  @Test
  void defersAtOnceWhenTheTargetIsBusy() {
    http.trouble(
        "a", new TransferOutcome.Busy(Party.TARGET, "all 2 slots taken", Duration.ofSeconds(7)));

    ExecutionResult result = execute(Requests.from("a", "b"), http, rsync);

    assertThat(result)
        .isEqualTo(
            new ExecutionResult.Deferred(
                result.attempts(), "all 2 slots taken", Duration.ofSeconds(7)));
    assertThat(outcomes(result)).containsExactly("p2p_http a busy");
  }

  @Test
  void defersWhenASourceIsBusyAndNoOtherHasIt() {
    http.trouble("a", new TransferOutcome.Busy(Party.SOURCE, "a is busy", Duration.ofSeconds(9)));

    ExecutionResult result = execute(Requests.from("a", "b"), http);

    assertThat(outcomes(result)).containsExactly("p2p_http a busy", "p2p_http b source_missing");
    assertThat(result)
        .isInstanceOfSatisfying(
            ExecutionResult.Deferred.class,
            deferred -> assertThat(deferred.retryAfter()).isEqualTo(Duration.ofSeconds(9)));
  }

  @Test
  void survivesABugOfATransport() {
    http.broken();

    ExecutionResult result = execute(Requests.from("a"), http, rsync);

    assertThat(outcomes(result)).containsExactly("p2p_http a internal_error", "rsync a OK");
    assertThat(result.attempts().get(1).choice()).startsWith("default order; no bittorrent: ");
  }

  @Test
  void refusesByOpenBreakerAndDefersWhenThatIsAllThereIs() {
    Breakers breakers = breakers();
    Failed away = Failed.of(FailureCode.UNREACHABLE, "no answer");
    http.trouble("a", away, away, away);
    execute(breakers, Requests.from("a"), http);

    ExecutionResult second = execute(breakers, Requests.from("a", "b"), http);

    assertThat(http.calls()).hasSize(3);
    assertThat(outcomes(second)).containsExactly("p2p_http a breaker_open");
    assertThat(second)
        .isInstanceOfSatisfying(
            ExecutionResult.Deferred.class,
            deferred -> {
              assertThat(deferred.reason()).contains("p2p_http at gpu-1 is open");
              assertThat(deferred.retryAfter()).isEqualTo(Duration.ofSeconds(30));
            });
  }

  @Test
  void renewsTheLeaseWithBytesDoneWhileATransferIsStuck() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    http.halfWayUntil(gate);
    ExecutorService slot = Executors.newSingleThreadExecutor();
    try {
      Future<ExecutionResult> result = slot.submit(() -> execute(Requests.from("a"), http));
      await()
          .untilAsserted(
              () ->
                  assertThat(leases)
                      .filteredOn(state -> state.bytesDone() == 500)
                      .hasSizeGreaterThan(2)
                      .last()
                      .isEqualTo(LeaseState.of(TransportKind.P2P_HTTP, "a", 500)));
      gate.countDown();

      assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionResult.Complete.class);
    } finally {
      slot.shutdownNow();
    }
  }

  @Test
  void handsBackWhenInterruptedAndLeavesTheThreadUsable() throws Exception {
    http.halfWayUntil(new CountDownLatch(1));
    List<Boolean> flag = new CopyOnWriteArrayList<>();
    ExecutorService slot = Executors.newSingleThreadExecutor();
    Future<ExecutionResult> result =
        slot.submit(
            () -> {
              ExecutionResult end = execute(Requests.from("a"), http);
              flag.add(Thread.currentThread().isInterrupted());
              return end;
            });
    await().until(() -> !leases.isEmpty());

    slot.shutdownNow();

    ExecutionResult end = result.get(10, TimeUnit.SECONDS);
    assertThat(end)
        .isEqualTo(new ExecutionResult.Deferred(end.attempts(), "worker_stopping", Duration.ZERO));
    assertThat(outcomes(end)).containsExactly("p2p_http a worker_stopping");
    assertThat(flag).containsExactly(false);
  }

  private ExecutionResult execute(TransferRequest request, Transport... transports) {
    return execute(breakers(), request, transports);
  }

  private ExecutionResult execute(
      Breakers breakers, TransferRequest request, Transport... transports) {
    return new TransferExecutor(
            new Transports(List.of(transports)),
            breakers,
            RetryPolicy.DEFAULT,
            Clock.systemUTC(),
            pauses::add,
            new Random(1),
            new Silent(),
            (ignored, state) -> leases.add(state),
            Duration.ofMillis(20),
            timer)
        .execute(request);
  }

  private static Breakers breakers() {
    return new Breakers(Duration.ofSeconds(30), Clock.systemUTC());
  }

  private static List<String> outcomes(ExecutionResult result) {
    return result.attempts().stream()
        .map(a -> a.transport().wireName() + " " + a.sourceNode() + " " + a.outcome())
        .toList();
  }

  private static final class Silent implements TransferListener {
    @Override
    public void started(TransferRequest request) {}

    @Override
    public void attempted(TransferRequest request, Attempt attempt) {}

    @Override
    public void ended(TransferRequest request, ExecutionResult result, Duration elapsed) {}
  }
}
