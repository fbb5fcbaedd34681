package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import io.ringrift.dataplane.agent.fetch.PeerCall;
import io.ringrift.dataplane.agent.fetch.PullSource;
import io.ringrift.dataplane.agent.fetch.PullSources;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Fetches from the sources' agents with ranged GETs, several at once for large files. From more
 * than one source it fetches only what is worth a list of chunk hashes, with which every chunk is
 * checked as it arrives.
 */
public final class P2pHttpFetcher implements Fetcher, Closeable {
  /** The name of this transport; the default of an order. */
  public static final String TRANSPORT = "p2p_http";

  private final int streams;
  private final Executor executor;
  private final Tls tls;
  private final StallGuard guard;
  private final BufferPool buffers = new BufferPool();

  /**
   * @param streams connections for a large file, 1..16
   * @param patience how long a source may send nothing
   * @param tls for sources that speak it
   * @param executor runs all streams but the first
   */
  public P2pHttpFetcher(
      int streams, Duration patience, Tls tls, Executor executor, ScheduledExecutorService timer) {
    if (streams < 1 || streams > 16) {
      throw new IllegalArgumentException("streams is " + streams + ", allowed is 1..16");
    }
    this.streams = streams;
    this.executor = executor;
    this.tls = tls;
    this.guard = new StallGuard(patience, timer);
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    boolean shared = task.order().sizeBytes() >= ChunkLists.FROM_BYTES;
    RangedFetch fetch =
        new RangedFetch(
            task,
            source -> connect(task, source, "/v1/items/", ""),
            buffers,
            guard.patience(),
            streams,
            shared ? PullSources.MOST_OTHERS : 0);
    ListRequest list = listRequest(task);
    ReceiverWatch receivers =
        new ReceiverWatch(task, source -> connect(task, source, "/v1/chunks/", "&have=1"));
    if (shared) {
      executor.execute(list);
      executor.execute(receivers);
    }
    try {
      fetch.run(executor);
    } finally {
      list.end();
      receivers.end();
    }
  }

  private ListRequest listRequest(FetchTask task) {
    return new ListRequest(
        task, source -> connect(task, source, "/v1/chunks/", ""), guard.patience());
  }

  /**
   * Either chunks differ from the list, since they came before it did or this disk has lost them;
   * or the list is false, and the next one is tried.
   */
  @Override
  public boolean mend(FetchTask task) throws IOException, FetchFailure, InterruptedException {
    PullSources sources = task.sources();
    if (sources.list().isEmpty()) {
      return false;
    }
    while (sources.list().isPresent() || listRequest(task).await()) {
      BitSet wrong = task.partial().differing(sources.list().orElseThrow());
      if (!wrong.isEmpty()) {
        task.partial().forget(wrong);
        return true;
      }
      sources.disbelieve();
    }
    return false;
  }

  @Override
  public void close() {
    guard.close();
  }

  private RangeConnection connect(FetchTask task, PullSource from, String path, String query) {
    URI source = from.url();
    return new SocketRangeConnection(
        source,
        PeerCall.below(source, PeerCall.ofContent(task.order(), path) + query),
        task.order().priority().header(),
        tls,
        guard);
  }
}
