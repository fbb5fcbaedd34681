package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.SwarmPair;
import io.ringrift.dataplane.agent.fetch.bittorrent.Aria2Program;
import io.ringrift.dataplane.agent.fetch.bittorrent.BittorrentFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

class BittorrentFetcherTest extends FetcherContract {
  private SwarmPair swarm;

  @Override
  String transport() {
    return BittorrentFetcher.TRANSPORT;
  }

  /** Pieces that aria2c had begun: those that it had asked for and not yet got whole. */
  @Override
  long repeatedBytesAllowed() {
    return 8L << 20;
  }

  @Override
  AgentPair start() throws IOException {
    Aria2Program.require();
    swarm = swarm(folder);
    return swarm.agents();
  }

  SwarmPair swarm(Path in) throws IOException {
    return new SwarmPair(in);
  }

  @AfterEach
  void stopLine() throws IOException {
    if (swarm != null) {
      swarm.close();
    }
  }

  @Override
  FaultyProxy proxy() {
    return swarm.proxy();
  }

  @Override
  PullOrder offered(String itemId, long bytes, long seed) throws IOException {
    return agents.offer(itemId, bytes, seed);
  }

  /** The source is wrong about the file: what is spoilt on the way, a swarm fetches again. */
  @Override
  void spoil(PullOrder order) throws IOException {
    swarm.mistake(order);
  }

  @Override
  void remove(PullOrder order) throws IOException {
    Files.delete(agents.atSource(order));
  }
}
