package io.ringrift.dataplane.worker.transport.s3;

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
 * Items into a bucket and from it. A bucket can't fetch: the source's agent brings the item there.
 * From a bucket the target's agent fetches. The worker asks for either, watches and judges, as it
 * does for p2p_http.
 */
public final class S3Transport implements Transport {
  private static final Errand INTO = new Errand(Errand.Direction.PUSH, TransportKind.S3);
  private static final Errand FROM = new Errand(Errand.Direction.PULL, TransportKind.S3);

  private final PullWatch.Means means;

  public S3Transport(PullWatch.Means means) {
    this.means = means;
  }

  @Override
  public TransportKind kind() {
    return TransportKind.S3;
  }

  @Override
  public Support supports(TransferRequest request, NodeAddress source) {
    NodeAddress target = request.target();
    if (!source.has(kind())) {
      return Support.no("source " + source.lacks(kind()));
    }
    if (!target.has(kind())) {
      return Support.no("target " + target.lacks(kind()));
    }
    if (isBucket(source) == isBucket(target)) {
      return Support.no(
          "%s and %s are both %s; s3 needs one of each"
              .formatted(source.nodeId(), target.nodeId(), isBucket(source) ? "buckets" : "hosts"));
    }
    if (isBucket(target) && target.endpoint().isEmpty()) {
      return Support.no("target " + target.nodeId() + " has no endpoint to register arrivals at");
    }
    return Support.yes();
  }

  /** What has s3 and nothing that agents speak to each other. */
  private static boolean isBucket(NodeAddress node) {
    return !node.has(TransportKind.P2P_HTTP);
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    Errand errand = isBucket(request.target()) ? INTO : FROM;
    return new PullWatch(means, errand, request, source, progress).run();
  }

  @Override
  public void close() {
    // The agents' port is shared and closed by its owner.
  }
}
