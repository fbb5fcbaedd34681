package io.ringrift.dataplane.worker.transport.rsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.RsyncPair;
import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;
import io.ringrift.dataplane.worker.transport.http.FetchTransport;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RsyncContractTest extends TransportContract {
  private static final Set<String> BOTH = Set.of("p2p_http", "rsync");

  private RsyncPair pair;

  @Override
  protected Transport transport(PullWatch.Means means) {
    return FetchTransport.rsync(means);
  }

  @Override
  protected AgentPair agents() throws Exception {
    pair = pair();
    return pair.agents();
  }

  RsyncPair pair() throws Exception {
    return new RsyncPair(folder);
  }

  @AfterEach
  void stopLine() throws IOException {
    if (pair != null) {
      pair.close();
    }
  }

  @Override
  protected FaultyProxy line() {
    return pair.proxy();
  }

  @Override
  protected boolean mayRepair() {
    return true;
  }

  @Override
  protected NodeAddress source() {
    return new NodeAddress(
        AgentPair.SOURCE, Optional.of(agents.source().endpoint().toString()), BOTH);
  }

  @Override
  protected NodeAddress target() {
    return new NodeAddress(
        AgentPair.TARGET, Optional.of(agents.target().endpoint().toString()), BOTH);
  }

  @Test
  void saysWhyItCannotBeUsed() {
    NodeAddress without =
        new NodeAddress(
            "gpu-3",
            Optional.of("http://gpu-3"),
            Set.of("p2p_http"),
            Map.of("rsync", "rsync is not installed"));
    NodeAddress hidden = new NodeAddress("nat-1", Optional.empty(), BOTH);
    Transport rsync = FetchTransport.rsync(null);

    assertThat(rsync.supports(Requests.to(target(), "gpu-3"), without))
        .isEqualTo(Support.no("gpu-3 has no rsync: rsync is not installed"));
    assertThat(rsync.supports(Requests.to(target(), "nat-1"), hidden))
        .isEqualTo(Support.no("nat-1 can't be called, and rsync only fetches"));
    assertThat(rsync.supports(Requests.to(hidden, AgentPair.SOURCE), source()))
        .isEqualTo(Support.yes());
  }
}
