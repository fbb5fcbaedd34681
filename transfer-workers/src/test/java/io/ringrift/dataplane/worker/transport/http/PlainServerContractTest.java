package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.FileServer;
import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** p2p_http from a plain file server; the target gets its orders as commands. */
class PlainServerContractTest extends TransportContract {
  private static final Set<String> PLAIN = Set.of("plain_http");

  private FileServer server;
  private FaultyProxy line;
  private Transport transport;

  @Override
  protected Transport transport(PullWatch.Means means) {
    transport = new P2pHttpTransport(means);
    return transport;
  }

  @Override
  protected AgentPair agents() throws IOException {
    AgentPair pair = new AgentPair(folder);
    server = new FileServer(folder.resolve(AgentPair.SOURCE), true);
    line = new FaultyProxy(server.url());
    return pair;
  }

  @AfterEach
  void stopServer() throws IOException {
    line.close();
    server.close();
  }

  @Override
  protected FaultyProxy line() {
    return line;
  }

  @Override
  protected NodeAddress source() {
    return new NodeAddress(AgentPair.SOURCE, Optional.of(line.url() + "/files"), PLAIN);
  }

  @Override
  protected NodeAddress target() {
    return new NodeAddress(
        AgentPair.TARGET, Optional.empty(), Set.of("p2p_http", "plain_http", "upload"));
  }

  @Test
  void saysWhyATargetCanNotFetchFromThere() {
    NodeAddress old = new NodeAddress("gpu-2", Optional.of("http://gpu-2"), Set.of("p2p_http"));

    assertThat(transport.supports(Requests.to(old, AgentPair.SOURCE), source()))
        .isEqualTo(
            Support.no(
                "gpu-1 is a plain file server, from which gpu-2 can't fetch: it has [p2p_http]"));
    NodeAddress nowhere = new NodeAddress("owc", Optional.empty(), PLAIN);
    assertThat(transport.supports(Requests.to(target(), "owc"), nowhere))
        .isEqualTo(Support.no("file server owc has no address"));
  }
}
