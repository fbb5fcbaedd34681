package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.fetch.http.P2pHttpFetcher;

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
}
