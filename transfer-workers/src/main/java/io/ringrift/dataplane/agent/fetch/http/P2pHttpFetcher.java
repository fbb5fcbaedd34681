package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import java.io.Closeable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Fetches from the source's agent with ranged GETs, several at once for large files. */
public final class P2pHttpFetcher implements Fetcher, Closeable {
  /** The name of this transport; the default of an order. */
  public static final String TRANSPORT = "p2p_http";

  private final int streams;
  private final Executor executor;
  private final StallGuard guard;
  private final BufferPool buffers = new BufferPool();

  /**
   * @param streams connections for a large file, 1..16
   * @param patience how long a source may send nothing
   * @param executor runs all streams but the first
   */
  public P2pHttpFetcher(
      int streams, Duration patience, Executor executor, ScheduledExecutorService timer) {
    if (streams < 1 || streams > 16) {
      throw new IllegalArgumentException("streams is " + streams + ", allowed is 1..16");
    }
    this.streams = streams;
    this.executor = executor;
    this.guard = new StallGuard(patience, timer);
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    new RangedFetch(task, this::connect, buffers, guard.patience(), streams).run(executor);
  }

  @Override
  public void close() {
    guard.close();
  }

  private RangeConnection connect(FetchTask task) {
    URI source = task.order().peerUrl();
    String base = source.getRawPath() == null ? "" : source.getRawPath().replaceAll("/+$", "");
    // URLEncoder is for forms; in a path a space is %20.
    String item =
        URLEncoder.encode(task.order().name().itemId(), StandardCharsets.UTF_8).replace("+", "%20");
    return new SocketRangeConnection(
        source,
        base + "/v1/items/" + item + "?sha256=" + task.order().sha256(),
        task.order().priority().header(),
        guard);
  }
}
