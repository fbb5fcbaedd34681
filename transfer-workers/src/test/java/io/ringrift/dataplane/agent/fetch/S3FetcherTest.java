package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.S3Pair;
import io.ringrift.dataplane.agent.fetch.s3.S3Place;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

class S3FetcherTest extends FetcherContract {
  private S3Pair bucket;

  @Override
  String transport() {
    return S3Place.ITEM.transport();
  }

  /** A chunk under way on each of four streams. */
  @Override
  long repeatedBytesAllowed() {
    return 4L * PartialFile.CHUNK_BYTES;
  }

  @Override
  AgentPair start() throws Exception {
    bucket = new S3Pair(folder);
    return bucket.agents();
  }

  @AfterEach
  void stopBucket() throws Exception {
    bucket.close();
  }

  @Override
  FaultyProxy proxy() {
    return bucket.proxy();
  }

  @Override
  PullOrder offered(String itemId, long bytes, long seed) throws IOException {
    return bucket.offer(itemId, bytes, seed);
  }

  @Override
  void remove(PullOrder order) {
    bucket.delete(order);
  }
}
