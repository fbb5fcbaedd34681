package io.ringrift.dataplane.worker.transport.http;

import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.http.PullOrder.OtherSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an order says of further sources, and what comes back about them. */
class SeveralSourcesOrderTest {
  private static final long LARGE = 64L << 20;

  private final SimulatedAgent agent = new SimulatedAgent();

  @Test
  void namesFourMoreSourcesOfALargeItemEachWithItsOwnGrant() throws Exception {
    agent.answers(done(1000));

    transfer(Requests.of(LARGE, 1, "a", "b", "c", "d", "e", "f"), "b");

    assertThat(agent.orders().get(0).otherSources())
        .containsExactly(
            new OtherSource("a", "http://a", "grant-a"),
            new OtherSource("c", "http://c", "grant-c"),
            new OtherSource("d", "http://d", "grant-d"),
            new OtherSource("e", "http://e", "grant-e"));
  }

  @Test
  void namesOneSourceOfASmallItem() throws Exception {
    agent.answers(done(1000));

    transfer(Requests.of(LARGE / 4, 1, "a", "b"), "a");

    assertThat(agent.orders().get(0).otherSources()).isEmpty();
  }

  @Test
  void tellsWhichSourcesWereOfNoUse() throws Exception {
    PullStatus status = ((AgentReply.Pull) done(1000)).status();
    agent.answers(
        new AgentReply.Pull(
            new PullStatus(
                status.operationId(),
                status.epoch(),
                status.state(),
                status.bytesDone(),
                status.bytesTotal(),
                status.bytesReceived(),
                status.sourceNode(),
                null,
                status.boot(),
                status.sequence(),
                status.path(),
                status.sha256(),
                List.of(
                    new PullStatus.Dropped("b", "checksum_mismatch", "chunk 7"),
                    new PullStatus.Dropped("c", "unreachable", "cut")))));

    TransferOutcome outcome = transfer(Requests.of(LARGE, 1, "a", "b", "c"), "a");

    assertThat(outcome).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(outcome.dropped())
        .containsExactly(
            new TransferOutcome.Dropped(
                "b",
                new TransferFailure(
                    "checksum_mismatch", Reaction.OTHER_SOURCE, Party.SOURCE, true, "chunk 7")),
            new TransferOutcome.Dropped(
                "c",
                new TransferFailure(
                    "source_unreachable", Reaction.RETRY_SAME, Party.SOURCE, true, "cut")));
  }

  private TransferOutcome transfer(TransferRequest request, String source)
      throws InterruptedException {
    return new P2pHttpTransport(
            new PullWatch.Means(
                agent,
                (any, node) -> "grant-" + node,
                Patience.DEFAULT,
                agent::nanoTime,
                agent::pass))
        .transfer(request, NodeAddress.of(source, "http://" + source), bytes -> {});
  }
}
