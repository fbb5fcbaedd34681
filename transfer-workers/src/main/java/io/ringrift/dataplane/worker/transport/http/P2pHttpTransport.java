package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportKind;

/**
 * The target's agent pulls the item from the source's agent in ranged requests and verifies its
 * hash; the worker asks for that, watches, and judges. A source that can't be called is asked to
 * bring it to the target's agent instead. A plain file server is no agent: the target fetches from
 * it without a word to anybody there.
 *
 * <p>A stop of the worker leaves the pull running on purpose: the operation's next epoch adopts it,
 * at this worker's successor, without a byte sent again. A pull that the worker gives up on is
 * cancelled; what has arrived stays at the target for the next attempt.
 */
public final class P2pHttpTransport implements Transport {
  private static final Errand FETCH = new Errand(Errand.Direction.PULL, TransportKind.P2P_HTTP);
  private static final Errand BRING = new Errand(Errand.Direction.PUSH, TransportKind.P2P_HTTP);

  private static final Errand PLAIN = Errand.plain();

  private final PullWatch.Means means;
  private final Receivers receivers;

  public P2pHttpTransport(PullWatch.Means means) {
    this.means = means;
    this.receivers = new Receivers(means.nanoTime());
  }

  @Override
  public TransportKind kind() {
    return TransportKind.P2P_HTTP;
  }

  @Override
  public Support supports(TransferRequest request, NodeAddress source) {
    if (source.isPlainServer()) {
      return fromPlainServer(source, request.target());
    }
    return Support.ofBoth(kind(), source, request.target())
        .and(
            source.endpoint().isPresent() || request.target().endpoint().isPresent(),
            "neither %s nor %s can be called"
                .formatted(source.nodeId(), request.target().nodeId()));
  }

  private static Support fromPlainServer(NodeAddress source, NodeAddress target) {
    if (source.endpoint().isEmpty()) {
      return Support.no("file server " + source.nodeId() + " has no address");
    }
    return target.transports().contains(NodeAddress.PLAIN_HTTP)
        ? Support.yes()
        : Support.no(
            "%s is a plain file server, from which %s can't fetch: it has %s"
                .formatted(source.nodeId(), target.nodeId(), target.transports()));
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    Errand errand = source.isPlainServer() ? PLAIN : source.endpoint().isPresent() ? FETCH : BRING;
    // Nobody can fetch from a node that can't be called.
    if (!errand.shared(request) || request.target().endpoint().isEmpty()) {
      return new PullWatch(means, errand, request, source, progress).run();
    }
    boolean arrived = false;
    receivers.join(request);
    try {
      TransferOutcome outcome =
          new PullWatch(
                  means,
                  errand,
                  request,
                  source,
                  () -> receivers.besides(request, Errand.MOST_OTHERS),
                  progress)
              .run();
      arrived = outcome instanceof TransferOutcome.Arrived;
      return outcome;
    } finally {
      receivers.leave(request, arrived);
    }
  }

  @Override
  public void close() {
    // The agents' port is shared and closed by its owner.
  }
}
