package io.ringrift.dataplane.worker.transport.http;

import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.s3.S3Transport;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which grant an agent gets to show to the other end. */
class ShownGrantTest {
  private static final NodeAddress CALLED = NodeAddress.of("a", "http://a");

  private final SimulatedAgent agent = new SimulatedAgent().answers(done(1000));
  private final PullWatch.Means means =
      agent.means((request, source, use) -> use.name() + " at " + source);

  @Test
  void aTargetShowsItsSourceOneThatOnlyReads() throws Exception {
    for (Transport transport :
        new Transport[] {
          new P2pHttpTransport(means), FetchTransport.rsync(means), FetchTransport.bittorrent(means)
        }) {
      assertThat(shown(transport, CALLED)).isEqualTo("READ at a");
    }
    assertThat(agent.calls()).allMatch("pull ORDER at a"::equals);
  }

  @Test
  void aSourceThatPushesOrdersAtTheTarget() throws Exception {
    NodeAddress uncallable = new NodeAddress("a", Optional.empty());

    assertThat(shown(new P2pHttpTransport(means), uncallable)).isNull();
  }

  @Test
  void serversThatAreNoAgentsAreShownNone() throws Exception {
    NodeAddress plain =
        new NodeAddress("a", Optional.of("http://a"), Set.of(NodeAddress.PLAIN_HTTP));
    NodeAddress bucket = new NodeAddress("a", Optional.of("http://a"), Set.of("s3"));

    assertThat(shown(new P2pHttpTransport(means), plain)).isNull();
    assertThat(shown(new S3Transport(means), bucket)).isNull();
  }

  private String shown(Transport transport, NodeAddress source) throws InterruptedException {
    transport.transfer(Requests.from("a"), source, bytes -> {});
    return agent.orders().get(agent.orders().size() - 1).sourceGrant();
  }
}
