package io.ringrift.dataplane.worker.transport.s3;

import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.http.Errand;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import java.util.concurrent.Executor;

/**
 * One attempt from host to host by way of the bucket.
 *
 * <p>Algorithm: the target is asked first. So nothing is sent that it has already, that an earlier
 * epoch or another target's operation has left in the bucket, or that it refuses. Only when it
 * finds nothing there is the source asked to leave it, and the target once more. What lies there is
 * named after its hash and lets itself be used by anybody who wants it; the target verifies it as
 * it does all that comes.
 */
final class Relay {
  private static final Errand FETCH = Errand.relay(Errand.Direction.PULL);
  private static final Errand LEAVE = Errand.relay(Errand.Direction.PUSH);

  private final PullWatch.Means means;
  private final Executor afterwards;
  private final TransferRequest request;
  private final NodeAddress source;
  private final Progress progress;

  Relay(
      PullWatch.Means means,
      Executor afterwards,
      TransferRequest request,
      NodeAddress source,
      Progress progress) {
    this.means = means;
    this.afterwards = afterwards;
    this.request = request;
    this.source = source;
    this.progress = progress;
  }

  TransferOutcome run() throws InterruptedException {
    TransferOutcome outcome = fetch();
    if (is(outcome, FailureCode.NOT_RELAYED)) {
      TransferOutcome left = leave();
      if (!(left instanceof TransferOutcome.Arrived)) {
        return left;
      }
      outcome = fetch();
    }
    if (outcome instanceof TransferOutcome.Arrived) {
      afterwards.execute(this::letGo);
    }
    return outcome;
  }

  /** The first half of the way. */
  private TransferOutcome leave() throws InterruptedException {
    return new PullWatch(means, LEAVE, request, source, bytes -> progress.bytesDone(bytes / 2))
        .run();
  }

  /** The second half. */
  private TransferOutcome fetch() throws InterruptedException {
    TransferOutcome outcome = new PullWatch(means, FETCH, request, source, this::comes).run();
    // What the target can't reach is the bucket: that is not the source's doing.
    return outcome instanceof TransferOutcome.Failed failed
            && is(failed, FailureCode.SOURCE_UNREACHABLE)
        ? new TransferOutcome.Failed(
            failed.bytesReceived(),
            TransferFailure.of(FailureCode.BUCKET_AWAY, failed.failure().message()))
        : outcome;
  }

  private void comes(long bytes) {
    if (bytes > 0) {
      progress.bytesDone((request.sizeBytes() + bytes) / 2);
    }
  }

  /** A source that doesn't hear it asks the ledger, some minutes later. */
  private void letGo() {
    try {
      String grant = means.grants().issue(request, source.nodeId(), Grant.Use.ORDER);
      means.agents().cancel(source, LEAVE, request.operationId(), request.epoch(), grant);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean is(TransferOutcome outcome, FailureCode code) {
    return outcome instanceof TransferOutcome.Failed failed
        && failed.failure().code().equals(code.wireName());
  }
}
