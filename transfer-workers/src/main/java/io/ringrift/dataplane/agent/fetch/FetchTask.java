package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One attempt to fetch a file, as a {@link Fetcher} sees it: what, from where, into what; the
 * limits to keep; and the wish of others to stop. Thread-safe.
 */
public final class FetchTask {
  private final PullOrder order;
  private final PartialFile partial;
  private final List<TokenBucket> limits;
  private final AtomicLong bytesReceived;
  private final Set<Closeable> stopped = ConcurrentHashMap.newKeySet();
  private volatile String grant;
  private volatile Instant sourceModified;
  private volatile boolean cancelled;

  FetchTask(
      PullOrder order,
      String grant,
      PartialFile partial,
      List<TokenBucket> limits,
      AtomicLong bytesReceived) {
    this.order = order;
    this.grant = grant;
    this.partial = partial;
    this.limits = List.copyOf(limits);
    this.bytesReceived = bytesReceived;
  }

  public PullOrder order() {
    return order;
  }

  public PartialFile partial() {
    return partial;
  }

  /** The newest token that permits reading at the source; renewed while a long fetch runs. */
  public String grant() {
    return grant;
  }

  /** How many bytes to read at most before the next call of {@link #received}. */
  public int portion(int most) {
    int portion = most;
    for (TokenBucket limit : limits) {
      portion = limit.portion(portion);
    }
    return portion;
  }

  /** Counts bytes that came over the wire, and waits as the limits ask. */
  public void received(int bytes) throws InterruptedException {
    bytesReceived.addAndGet(bytes);
    for (TokenBucket limit : limits) {
      limit.take(bytes);
    }
    throwIfCancelled();
  }

  /** What the source says of the age of the content. */
  public void sourceModified(Instant time) {
    sourceModified = time;
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

  Instant sourceModified() {
    return sourceModified;
  }

  void renew(String newGrant) {
    grant = newGrant;
  }

  void cancel() {
    cancelled = true;
    stopped.forEach(FetchTask::closeQuietly);
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      // It is being closed to be given up: nothing is lost with it.
    }
  }
}
