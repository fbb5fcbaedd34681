package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One attempt to carry out an order: the limits to keep, the newest grant, and the wish of others
 * to stop. Thread-safe.
 */
public abstract sealed class TransferTask permits FetchTask, PushTask {
  private final List<Bandwidth> limits;
  private final AtomicLong bytesMoved;
  private final Set<Closeable> stopped = ConcurrentHashMap.newKeySet();
  private final PullSources sources;
  private final AtomicLong bytesPrepared = new AtomicLong();
  private volatile long bytesUnseen;
  private volatile PullOrder order;
  private volatile boolean cancelled;

  TransferTask(
      PullOrder order, PullSources sources, List<Bandwidth> limits, AtomicLong bytesMoved) {
    this.order = order;
    this.sources = sources;
    this.limits = List.copyOf(limits);
    this.bytesMoved = bytesMoved;
  }

  /** Makes a task of what a pull knows. */
  @FunctionalInterface
  interface Maker<T extends TransferTask> {
    T make(PullOrder order, PullSources sources, AtomicLong bytesMoved);
  }

  /** Bytes of the content that have arrived, those of earlier attempts included. */
  abstract long progress();

  /** As it is now: a later epoch of it may take over what runs. */
  public PullOrder order() {
    return order;
  }

  /** The newest token that permits the transfer; renewed while a long one runs. */
  public String grant() {
    return sources.ordered().token();
  }

  /** Who may give the content. */
  public PullSources sources() {
    return sources;
  }

  /**
   * Waits until the limits allow bytes to be moved. They are paid for: move them all before the
   * next call.
   *
   * @return how many, 1 to {@code most}
   */
  public int portion(int most) throws InterruptedException {
    int portion = most;
    for (Bandwidth limit : limits) {
      portion = limit.take(portion, order.priority().weight());
    }
    throwIfCancelled();
    return portion;
  }

  /** Pays for bytes that came unasked. */
  public void payFor(long bytes) throws InterruptedException {
    for (long left = bytes; left > 0; ) {
      left -= portion((int) Math.min(left, Integer.MAX_VALUE));
    }
  }

  /** Counts bytes that went over the wire. */
  public void moved(long bytes) throws InterruptedException {
    bytesMoved.addAndGet(bytes);
    throwIfCancelled();
  }

  /** Counts bytes that were copied or hashed to begin with, here or at the peer. */
  public void prepared(long bytes) {
    bytesPrepared.addAndGet(bytes);
  }

  long bytesPrepared() {
    return bytesPrepared.get();
  }

  /** A program beside the agent may read so many bytes now before it says a word; 0: none does. */
  public void unseen(long bytes) {
    bytesUnseen = bytes;
  }

  long bytesUnseen() {
    return bytesUnseen;
  }

  public void throwIfCancelled() throws InterruptedException {
    if (cancelled) {
      throw new InterruptedException("cancelled");
    }
  }

  /** Closes {@code resource} when the pull is cancelled, until {@link #leave}. */
  public void closeOnCancel(Closeable resource) {
    stopped.add(resource);
    if (cancelled) {
      closeQuietly(resource);
    }
  }

  public void leave(Closeable resource) {
    stopped.remove(resource);
  }

  void renew(PullOrder newOrder) {
    order = newOrder;
  }

  void cancel() {
    cancelled = true;
    stopped.forEach(TransferTask::closeQuietly);
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      // It is being closed to be given up: nothing is lost with it.
    }
  }
}
