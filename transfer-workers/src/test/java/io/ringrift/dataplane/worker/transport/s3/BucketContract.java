package io.ringrift.dataplane.worker.transport.s3;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.S3Pair;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import org.junit.jupiter.api.AfterEach;

/** The contract with a real S3 server behind a line that can be made bad. */
abstract class BucketContract extends TransportContract {
  S3Pair bucket;
  PullWatch.Means means;

  @Override
  protected Transport transport(PullWatch.Means with) {
    means = with;
    return new S3Transport(with);
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
}
