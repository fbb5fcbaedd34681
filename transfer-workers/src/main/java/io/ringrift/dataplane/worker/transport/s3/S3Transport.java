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
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Items into a bucket and from it, and from host to host by way of it. A bucket can't fetch: the
 * source's agent brings the item there. From a bucket the target's agent fetches. The worker asks
 * for either, watches and judges, as it does for p2p_http; between two hosts for both, see {@link
 * Relay}.
 */
public final class S3Transport implements Transport {
  private static final Errand INTO = new Errand(Errand.Direction.PUSH, TransportKind.S3);
  private static final Errand FROM = new Errand(Errand.Direction.PULL, TransportKind.S3);

  private final PullWatch.Means means;

  /** Tells sources what is needed no more, for which no transfer is to wait. */
  private final ExecutorService afterwards =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "relays");
            thread.setDaemon(true);
            return thread;
          });

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
    if (isBucket(source) && isBucket(target)) {
      return Support.no(
          "%s and %s are both buckets; s3 needs a host"
              .formatted(source.nodeId(), target.nodeId()));
    }
    if (isBucket(target) && target.endpoint().isEmpty()) {
      return Support.no("target " + target.nodeId() + " has no endpoint to register arrivals at");
    }
    return isBucket(source) || isBucket(target) ? Support.yes() : relaying(source, target);
  }

  private static Support relaying(NodeAddress source, NodeAddress target) {
    for (NodeAddress node : List.of(source, target)) {
      if (!node.transports().contains(Errand.RELAY)) {
        return Support.no(
            "%s and %s are both hosts, and %s does not relay"
                .formatted(source.nodeId(), target.nodeId(), node.nodeId()));
      }
    }
    return Support.roundabout(
        source.endpoint().isEmpty() && target.endpoint().isEmpty()
            ? "neither %s nor %s can be called: relayed through the bucket"
                .formatted(source.nodeId(), target.nodeId())
            : "no other way is left: relayed through the bucket");
  }

  /** What has s3 and nothing that agents speak to each other. */
  private static boolean isBucket(NodeAddress node) {
    return !node.has(TransportKind.P2P_HTTP);
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    if (!isBucket(request.target()) && !isBucket(source)) {
      return new Relay(means, afterwards, request, source, progress).run();
    }
    Errand errand = isBucket(request.target()) ? INTO : FROM;
    return new PullWatch(means, errand, request, source, progress).run();
  }

  /** The agents' port is shared and closed by its owner. */
  @Override
  public void close() {
    afterwards.shutdownNow();
  }
}
