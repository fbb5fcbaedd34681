package io.ringrift.dataplane.worker.transport.bittorrent;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.SwarmPair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.bittorrent.Aria2Program;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;
import io.ringrift.dataplane.worker.transport.http.FetchTransport;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class BittorrentContractTest extends TransportContract {
  private static final Set<String> BOTH = Set.of("p2p_http", "bittorrent");

  private SwarmPair swarm;
  private PullOrder offered;

  @Override
  protected Transport transport(PullWatch.Means means) {
    return FetchTransport.bittorrent(means);
  }

  @Override
  protected AgentPair agents() throws Exception {
    Aria2Program.require();
    swarm = swarm(folder);
    return swarm.agents();
  }

  SwarmPair swarm(Path in) throws IOException {
    return new SwarmPair(in);
  }

  @AfterEach
  void stopLine() throws Exception {
    if (swarm != null) {
      swarm.close();
    }
  }

  @Override
  protected FaultyProxy line() {
    return swarm.proxy();
  }

  @Override
  protected PullOrder offer(String itemId, int bytes, long seed) throws IOException {
    offered = super.offer(itemId, bytes, seed);
    return offered;
  }

  /** The source is wrong about the file: what is spoilt on the way, a swarm fetches again. */
  @Override
  protected void spoil(long ahead) throws IOException {
    swarm.mistake(offered);
  }

  @Override
  protected NodeAddress source() {
    return new NodeAddress(AgentPair.SOURCE, Optional.of(agents.proxy().url().toString()), BOTH);
  }

  @Override
  protected NodeAddress target() {
    return new NodeAddress(
        AgentPair.TARGET, Optional.of(agents.target().endpoint().toString()), BOTH);
  }
}
