package io.ringrift.dataplane.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import io.ringrift.dataplane.worker.transport.Transports;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a way that makes a second copy elsewhere is taken. */
@Timeout(30)
class RoundaboutTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final InMemoryTransport direct = new InMemoryTransport(TransportKind.P2P_HTTP);
  private final InMemoryTransport relay =
      new InMemoryTransport(TransportKind.S3).holding("a", Requests.SHA256).roundabout();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @Test
  void isTakenWhenADirectOneIsImpossibleAndSaysWhy() {
    direct.unsupported("neither a nor gpu-1 can be called");

    ExecutionResult result = execute();

    assertThat(result).isInstanceOf(ExecutionResult.Complete.class);
    assertThat(result.attempts()).hasSize(1);
    assertThat(result.attempts().get(0).choice())
        .startsWith(
            "default order; by way of a bucket; no p2p_http: neither a nor gpu-1 can be called");
  }

  @Test
  void isTakenWhenADirectOneFindsNoWay() {
    TransferOutcome away = TransferOutcome.Failed.of(FailureCode.SOURCE_UNREACHABLE, "no route");
    direct.trouble("a", away, away, away);

    assertThat(execute()).isInstanceOf(ExecutionResult.Complete.class);
    assertThat(relay.calls()).containsExactly("a");
  }

  @Test
  void isNotTakenForASourceThatIsOnlyBusy() {
    Duration later = Duration.ofSeconds(9);
    direct.trouble("a", new TransferOutcome.Busy(Party.SOURCE, "a is busy", later));

    ExecutionResult result = execute();

    assertThat(relay.calls()).isEmpty();
    assertThat(result)
        .isEqualTo(new ExecutionResult.Deferred(result.attempts(), "a is busy", later));
  }

  private ExecutionResult execute() {
    TransferRequest request = Requests.from("a");
    return new TransferExecutor(
            new Transports(List.of(direct, relay)),
            new Breakers(Duration.ofSeconds(30), Clock.systemUTC()),
            RetryPolicy.DEFAULT,
            Clock.systemUTC(),
            pause -> {},
            new Random(1),
            new Silent(),
            (ignored, state) -> {},
            Duration.ofMillis(20),
            timer)
        .execute(request);
  }

  private static final class Silent implements TransferListener {
    @Override
    public void started(TransferRequest ignored) {}

    @Override
    public void attempted(TransferRequest ignored, Attempt attempt) {}

    @Override
    public void ended(TransferRequest ignored, ExecutionResult result, Duration elapsed) {}
  }
}
