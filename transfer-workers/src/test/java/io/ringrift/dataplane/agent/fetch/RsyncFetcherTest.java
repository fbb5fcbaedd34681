package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.RsyncPair;
import io.ringrift.dataplane.agent.fetch.rsync.RsyncFetcher;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;

class RsyncFetcherTest extends FetcherContract {
  private RsyncPair line;

  @Override
  String transport() {
    return RsyncFetcher.TRANSPORT;
  }

  /** What a cut line loses of what was on its way, in the buffers of five sockets and pipes. */
  @Override
  long repeatedBytesAllowed() {
    return 8L * PartialFile.CHUNK_BYTES;
  }

  /** By its own checksum; unless what was spoilt has been hashed here before. */
  @Override
  boolean mayRepair() {
    return true;
  }

  @Override
  AgentPair start() throws Exception {
    line = pair();
    return line.agents();
  }

  RsyncPair pair() throws Exception {
    return new RsyncPair(folder);
  }

  @AfterEach
  void stopLine() throws IOException {
    if (line != null) {
      line.close();
    }
  }

  @Override
  FaultyProxy proxy() {
    return line.proxy();
  }

  @Override
  PullOrder offered(String itemId, long bytes, long seed) throws IOException {
    return agents.offer(itemId, bytes, seed);
  }

  @Override
  void remove(PullOrder order) throws IOException {
    Files.delete(agents.atSource(order));
  }
}
