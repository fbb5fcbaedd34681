package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How far a pull has come, and whether that is enough. */
final class PullProgress {
  private final Patience patience;
  private final LongSupplier nanoTime;
  private final long size;
  private final Progress listener;
  private final long begin;

  private long lastChange;
  private long done;
  private long received;
  private long prepared;
  private long unseen;

  /** What the agent had counted when last heard; it begins at 0 with every pull. -1: not heard. */
  private long counted = -1;

  PullProgress(Patience patience, LongSupplier nanoTime, long size, Progress listener) {
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.size = size;
    this.listener = listener;
    this.begin = nanoTime.getAsLong();
    this.lastChange = begin;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Bytes that came over the wire during this attempt. */
  long received() {
    return received;
  }

  void heard(PullStatus status) {
    // An agent that says more than the item has asks for more than its time.
    long silently = Math.max(0, Math.min(size, status.bytesUnseen()));
    if (status.bytesDone() != done
        || (counted >= 0 && status.bytesReceived() != counted)
        || status.bytesPrepared() > prepared
        || silently != unseen) {
      lastChange = now();
    }
    // What was received before this attempt, for an epoch that it adopted, isn't its own.
    if (counted >= 0) {
      received +=
          status.bytesReceived() >= counted
              ? status.bytesReceived() - counted
              : status.bytesReceived();
    }
    counted = status.bytesReceived();
    done = status.bytesDone();
    prepared = status.bytesPrepared();
    unseen = silently;
    listener.bytesDone(done);
  }

  /** What is wrong with a pull that runs, if anything. */
  Optional<TransferFailure> verdict(NodeAddress target) {
    Duration quiet = Duration.ofNanos(now() - lastChange);
    if (quiet.compareTo(patience.stallAfter(done + unseen)) > 0) {
      return Optional.of(
          TransferFailure.of(
              FailureCode.STALLED,
              "no new bytes at %s for %d s, %,d of %,d are there"
                  .formatted(target.nodeId(), quiet.toSeconds(), done, size)));
    }
    Duration whole = Duration.ofNanos(now() - begin);
    if (whole.compareTo(patience.whole(size)) > 0) {
      return Optional.of(
          TransferFailure.of(
              FailureCode.TOO_SLOW,
              "%,d of %,d bytes after %d s; allowed are %d s"
                  .formatted(done, size, whole.toSeconds(), patience.whole(size).toSeconds())));
    }
    return Optional.empty();
  }

  /**
   * The verdict on an agent that can't say how it stands.
   *
   * @param code which end it is: a source that pushes is no target
   */
  Optional<TransferFailure> silent(FailureCode code, String why) {
    Duration quiet = Duration.ofNanos(now() - lastChange);
    return quiet.compareTo(patience.stallAfter(done)) > 0
        ? Optional.of(TransferFailure.of(code, why + ", for " + quiet.toSeconds() + " s by now"))
        : Optional.empty();
  }
}
