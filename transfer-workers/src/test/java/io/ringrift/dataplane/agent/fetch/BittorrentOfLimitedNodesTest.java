package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.SwarmPair;
import java.io.IOException;
import java.nio.file.Path;

/** All that a transport must do, between nodes with a limit: every byte passes their agents. */
class BittorrentOfLimitedNodesTest extends BittorrentFetcherTest {
  private static final long BYTES_PER_SECOND = 64 << 20;

  @Override
  SwarmPair swarm(Path in) throws IOException {
    return SwarmPair.limited(in, BYTES_PER_SECOND);
  }
}
