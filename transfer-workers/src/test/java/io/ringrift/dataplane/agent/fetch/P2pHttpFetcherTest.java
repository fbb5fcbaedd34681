package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpFetcher;
import java.io.IOException;
import java.nio.file.Files;

class P2pHttpFetcherTest extends FetcherContract {

  @Override
  String transport() {
    return P2pHttpFetcher.TRANSPORT;
  }

  /** A chunk under way on each of four streams. */
  @Override
  long repeatedBytesAllowed() {
    return 4L * PartialFile.CHUNK_BYTES;
  }

  @Override
  AgentPair start() throws IOException {
    return new AgentPair(folder);
  }

  @Override
  FaultyProxy proxy() {
    return agents.proxy();
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
