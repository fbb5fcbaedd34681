package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;

class P2pHttpContractTest extends TransportContract {
  @Override
  protected Transport transport(PullWatch.Means means) {
    return new P2pHttpTransport(means);
  }
}
