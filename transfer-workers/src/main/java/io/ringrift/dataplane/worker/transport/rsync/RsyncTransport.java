package io.ringrift.dataplane.worker.transport.rsync;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportKind;
import io.ringrift.dataplane.worker.transport.http.Errand;
import io.ringrift.dataplane.worker.transport.http.PullWatch;

/**
 * The target's agent has rsync bring what differs from the version that it holds, from a source
 * that it can call. The worker asks for that, watches and judges, as it does for p2p_http.
 */
public final class RsyncTransport implements Transport {
  private static final Errand FETCH = new Errand(Errand.Direction.PULL, TransportKind.RSYNC);

  private final PullWatch.Means means;

  public RsyncTransport(PullWatch.Means means) {
    this.means = means;
  }

  @Override
  public TransportKind kind() {
    return TransportKind.RSYNC;
  }

  @Override
  public Support supports(TransferRequest request, NodeAddress source) {
    return Support.ofBoth(kind(), source, request.target())
        .and(
            source.endpoint().isPresent(),
            source.nodeId() + " can't be called, and rsync only fetches");
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    return new PullWatch(means, FETCH, request, source, progress).run();
  }

  @Override
  public void close() {
    // The agents' port is shared and closed by its owner.
  }
}
