package io.ringrift.dataplane.agent.fetch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What is known of one pull, and what others want of it. The work is done by {@link PullJob}.
 * Thread-safe.
 */
public final class Pull {
  private static final Logger LOG = LoggerFactory.getLogger(Pull.class);

  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong bytesPrepared = new AtomicLong();
  private final long startedNanos = System.nanoTime();
  private final PullSources sources;
  private PullOrder order;
  private TransferTask last;
  private TransferTask task;
  private FetchFailure stop;
  private PullState state = PullState.RUNNING;
  private PullStatus.Failure failure;
  private PullStatus.Received received;

  Pull(PullOrder order, String grant) {
    this.order = order;
    this.sources = new PullSources(order, grant);
  }

  /** A pull of what the node already holds. */
  static Pull finished(PullOrder order, PullStatus.Received received) {
    Pull pull = new Pull(order, null);
    pull.received = received;
    pull.state = PullState.DONE;
    return pull;
  }

  synchronized PullOrder order() {
    return order;
  }

  synchronized PullState state() {
    return state;
  }

  synchronized boolean stopping() {
    return state == PullState.RUNNING && stop != null;
  }

  synchronized PullStatus status() {
    long done = 0;
    long prepared = bytesPrepared.get();
    if (state == PullState.DONE) {
      done = order.sizeBytes();
    } else if (last != null) {
      done = last.progress();
    }
    if (last != null) {
      prepared += last.bytesPrepared();
    }
    return new PullStatus(
        order,
        state,
        done,
        bytesReceived.get(),
        prepared,
        state == PullState.RUNNING && last != null ? last.bytesUnseen() : 0,
        failure,
        received,
        List.copyOf(sources.dropped(state)));
  }

  /** Waits for the end, at most so long. */
  synchronized PullStatus await(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long left = patience.toNanos();
    while (state == PullState.RUNNING && left > 0) {
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      left = deadline - System.nanoTime();
    }
    return status();
  }

  /** A later epoch wants the same content: what runs now runs in its name. */
  synchronized void adopt(PullOrder later, String laterGrant) {
    LOG.info(
        "transfer {} epoch {} of {} is adopted by {} epoch {}",
        order.operationId(),
        order.epoch(),
        order.name().itemId(),
        later.operationId(),
        later.epoch());
    sources.renew(later, laterGrant);
    // Bytes go on coming from the source that was begun with: the status names that one.
    order = later.from(order.peerNode(), order.peerUrl(), order.transport());
    if (task != null) {
      task.renew(order);
    }
  }

  /** The same order again: later requests carry its tokens, and its sources join. */
  void renew(PullOrder again, String newGrant) {
    sources.renew(again, newGrant);
  }

  PullSources sources() {
    return sources;
  }

  /** Asks the pull to end; the first reason counts. */
  synchronized void stop(FailureCode code, String reason) {
    if (state == PullState.RUNNING && stop == null) {
      stop = new FetchFailure(code, reason);
      if (task != null) {
        task.cancel();
      }
    }
  }

  /** The fetch under way; null: none is. */
  synchronized FetchTask fetching() {
    return task instanceof FetchTask fetch ? fetch : null;
  }

  /** Counts bytes that were hashed before an attempt. */
  void prepared(long bytes) {
    bytesPrepared.addAndGet(bytes);
  }

  /** Begins an attempt. */
  synchronized <T extends TransferTask> T begin(TransferTask.Maker<T> maker) throws FetchFailure {
    throwIfStopped();
    if (last != null) {
      bytesPrepared.addAndGet(last.bytesPrepared());
    }
    T begun = maker.make(order, sources, bytesReceived);
    last = begun;
    task = begun;
    return begun;
  }

  synchronized void throwIfStopped() throws FetchFailure {
    if (stop != null) {
      throw new FetchFailure(stop.code(), stop.reaction(), stop.getMessage());
    }
  }

  synchronized void done(PullStatus.Received write) {
    received = write;
    end(PullState.DONE);
    LOG.info(
        "transfer {} epoch {} DONE: {} {}, {} of {} bytes received in {} ms",
        order.operationId(),
        order.epoch(),
        order.name().itemId(),
        order.peer(),
        bytesReceived,
        order.sizeBytes(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos));
  }

  synchronized void failed(FetchFailure cause) {
    failure = new PullStatus.Failure(cause.code(), cause.reaction(), cause.getMessage());
    end(cause.code() == FailureCode.CANCELLED ? PullState.CANCELLED : PullState.FAILED);
    // A relay begins with the question whether the content is there already.
    LOG.atLevel(cause.code() == FailureCode.NOT_RELAYED ? Level.INFO : Level.WARN)
        .log(
            "transfer {} epoch {} {}: {} {}: {}, {}: {}",
            order.operationId(),
            order.epoch(),
            state,
            order.name().itemId(),
            order.peer(),
            cause.code().code(),
            cause.reaction(),
            cause.getMessage());
  }

  private void end(PullState last) {
    state = last;
    task = null;
    notifyAll();
  }
}
