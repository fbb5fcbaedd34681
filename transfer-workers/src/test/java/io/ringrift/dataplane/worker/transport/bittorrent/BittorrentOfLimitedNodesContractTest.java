package io.ringrift.dataplane.worker.transport.bittorrent;

import io.ringrift.dataplane.agent.SwarmPair;
import java.io.IOException;
import java.nio.file.Path;

/** The same between nodes with a limit: every byte passes their agents. */
class BittorrentOfLimitedNodesContractTest extends BittorrentContractTest {
  private static final long BYTES_PER_SECOND = 64 << 20;

  @Override
  SwarmPair swarm(Path in) throws IOException {
    return SwarmPair.limited(in, BYTES_PER_SECOND);
  }
}
