package io.ringrift.dataplane.worker.transport.bittorrent;

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
 * The target's agent joins the swarm that the source's agent begins and tracks, and verifies the
 * hash of the whole; the worker asks for that, watches and judges, as it does for p2p_http. Targets
 * that are ordered the same content from the same source at about the same time are one swarm.
 */
public final class BittorrentTransport implements Transport {
  private static final Errand JOIN = new Errand(Errand.Direction.PULL, TransportKind.BITTORRENT);

  private final PullWatch.Means means;

  public BittorrentTransport(PullWatch.Means means) {
    this.means = means;
  }

  @Override
  public TransportKind kind() {
    return TransportKind.BITTORRENT;
  }

  @Override
  public Support supports(TransferRequest request, NodeAddress source) {
    return Support.ofBoth(kind(), source, request.target())
        .and(
            source.endpoint().isPresent(),
            source.nodeId() + " can't be called, so it can't track a swarm");
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    return new PullWatch(means, JOIN, request, source, progress).run();
  }

  @Override
  public void close() {
    // The agents' port is shared and closed by its owner.
  }
}
