package io.ringrift.dataplane.worker.transport.s3;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.S3Pair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** From a bucket to a node. */
class FromBucketContractTest extends TransportContract {
  private S3Pair bucket;

  @Override
  protected Transport transport(PullWatch.Means means) {
    return new S3Transport(means);
  }

  @Override
  protected AgentPair agents() throws Exception {
    bucket = new S3Pair(folder);
    return bucket.agents();
  }

  @AfterEach
  void stopBucket() throws Exception {
    bucket.close();
  }

  @Override
  protected FaultyProxy line() {
    return bucket.proxy();
  }

  @Override
  protected PullOrder offer(String itemId, int bytes, long seed) throws IOException {
    return bucket.offer(itemId, bytes, seed);
  }

  @Override
  protected void remove(PullOrder file) {
    bucket.delete(file);
  }

  @Override
  protected NodeAddress source() {
    return new NodeAddress(AgentPair.SOURCE, Optional.empty(), Set.of("s3"));
  }

  @Override
  protected NodeAddress target() {
    return new NodeAddress(
        AgentPair.TARGET,
        Optional.of(agents.target().endpoint().toString()),
        Set.of("p2p_http", "s3"));
  }
}
