package io.ringrift.dataplane.worker.transport.http;

import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.done;
import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.Progress;
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
            new OtherSource("a", "http://a", "grant-a", null),
            new OtherSource("c", "http://c", "grant-c", null),
            new OtherSource("d", "http://d", "grant-d", null),
            new OtherSource("e", "http://e", "grant-e", null));
  }

  @Test
  void namesOneSourceOfASmallItem() throws Exception {
    agent.answers(done(1000));

    transfer(Requests.of(LARGE / 4, 1, "a", "b"), "a");

    assertThat(agent.orders().get(0).otherSources()).isEmpty();
  }

  @Test
  void namesWhoGetsOrGotTheSameContentToo() throws Exception {
    agent.answers(done(1000));
    P2pHttpTransport transport = transport();
    transfer(transport, to("t1"), bytes -> {});

    transfer(transport, to("t2"), bytes -> {});

    assertThat(agent.orders().get(0).otherSources()).isEmpty();
    assertThat(agent.orders().get(1).otherSources())
        .containsExactly(new OtherSource("t1", "http://t1", "grant-t1", true));
  }

  @Test
  void ordersAgainWhenSomebodyElseBeginsToGetIt() throws Exception {
    agent.answers(running(10, "a"), done(1000));
    P2pHttpTransport transport = transport();

    transfer(
        transport,
        to("t1"),
        bytes -> {
          if (bytes == 10) {
            transfer(transport, to("t2"), more -> {});
          }
        });

    assertThat(agent.orders()).hasSize(3);
    assertThat(agent.orders().get(2).operationId()).isEqualTo("op-1");
    assertThat(agent.orders().get(2).otherSources())
        .containsExactly(new OtherSource("t2", "http://t2", "grant-t2", true));
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
                0,
                0,
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

  private static TransferRequest to(String target) {
    return Requests.of(NodeAddress.of(target, "http://" + target), LARGE, 1, "a");
  }

  private TransferOutcome transfer(TransferRequest request, String source)
      throws InterruptedException {
    return transport().transfer(request, NodeAddress.of(source, "http://" + source), bytes -> {});
  }

  private static TransferOutcome transfer(
      P2pHttpTransport transport, TransferRequest request, Progress progress) {
    try {
      return transport.transfer(request, request.sources().get(0), progress);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private P2pHttpTransport transport() {
    return new P2pHttpTransport(agent.means((any, node, use) -> "grant-" + node));
  }
}
