package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportKind;

/**
 * The target's agent fetches, by whatever means both agents have, from a source that it can call,
 * and verifies the hash of the whole. The worker asks for that, watches and judges, as it does for
 * p2p_http.
 */
public final class FetchTransport implements Transport {
  private final Errand fetch;
  private final String whyCalled;
  private final PullWatch.Means means;

  private FetchTransport(TransportKind kind, String whyCalled, PullWatch.Means means) {
    this.fetch = new Errand(Errand.Direction.PULL, kind);
    this.whyCalled = whyCalled;
    this.means = means;
  }

  /**
   * The target joins the swarm that the source's agent begins and tracks. Targets that are ordered
   * the same content from the same source at about the same time are one swarm.
   */
  public static FetchTransport bittorrent(PullWatch.Means means) {
    return new FetchTransport(TransportKind.BITTORRENT, "so it can't track a swarm", means);
  }

  /** Only what differs from the version that the target holds is brought. */
  public static FetchTransport rsync(PullWatch.Means means) {
    return new FetchTransport(TransportKind.RSYNC, "and rsync only fetches", means);
  }

  @Override
  public TransportKind kind() {
    return fetch.transport();
  }

  @Override
  public Support supports(TransferRequest request, NodeAddress source) {
    return Support.ofBoth(kind(), source, request.target())
        .and(
            source.endpoint().isPresent(),
            "%s can't be called, %s".formatted(source.nodeId(), whyCalled));
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    return new PullWatch(means, fetch, request, source, progress).run();
  }

  @Override
  public void close() {
    // The agents' port is shared and closed by its owner.
  }
}
