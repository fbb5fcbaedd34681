package io.ringrift.dataplane.worker.transport.http;

import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.done;
import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.preparing;
import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What agents do with large files before a byte comes. */
class PreparationTest {
  private static final long GIB = 1L << 30;

  private final SimulatedAgent agent = new SimulatedAgent();

  @Test
  void copyingAndHashingIsNoStall() throws Exception {
    agent
        .answers(
            LongStream.rangeClosed(1, 60)
                .mapToObj(question -> preparing(question * GIB, 0))
                .toArray(AgentReply[]::new))
        .answers(done(1000));

    assertThat(transfer()).isInstanceOf(TransferOutcome.Arrived.class);
  }

  @Test
  void whoStopsPreparingStalls() throws Exception {
    agent.answers(preparing(GIB, 0));

    assertThat(failure()).isEqualTo("stalled");
    assertThat(agent.nanoTime()).isBetween(seconds(40), seconds(60));
  }

  @Test
  void aCounterThatBeganAnewIsNoMovementByItself() throws Exception {
    agent.answers(preparing(GIB, 0), preparing(0, 0));

    assertThat(failure()).isEqualTo("stalled");
    assertThat(agent.nanoTime()).isBetween(seconds(40), seconds(60));
  }

  @Test
  void aProgramThatReadsWithoutAWordHasTheTimeOfASlowDisk() throws Exception {
    agent.answers(preparing(0, 5 * GIB));

    // 5 GiB at 64 MiB/s, and the stall limit.
    assertThat(failure()).isEqualTo("stalled");
    assertThat(agent.nanoTime()).isBetween(seconds(80 + 40), seconds(80 + 60));
  }

  @Test
  void afterItsFirstWordItHasTheStallLimitAgain() throws Exception {
    agent
        .answers(Collections.nCopies(20, preparing(0, 5 * GIB)).toArray(AgentReply[]::new))
        .answers(running(0, "a"));

    assertThat(failure()).isEqualTo("stalled");
    assertThat(agent.nanoTime()).isBetween(seconds(95 + 40), seconds(95 + 60));
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private String failure() throws InterruptedException {
    return ((TransferOutcome.Failed) transfer()).failure().code();
  }

  private TransferOutcome transfer() throws InterruptedException {
    PullWatch.Means means = agent.means((request, source, use) -> "grant");
    TransferRequest request = Requests.of(5 * GIB, 1, "a");
    return FetchTransport.rsync(means)
        .transfer(request, NodeAddress.of("a", "http://a"), bytes -> {});
  }
}
