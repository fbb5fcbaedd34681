package io.ringrift.dataplane.worker.transport.s3;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** From a bucket to a node. */
class FromBucketContractTest extends BucketContract {

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
