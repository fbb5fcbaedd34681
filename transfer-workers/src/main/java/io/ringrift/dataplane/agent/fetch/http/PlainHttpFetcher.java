package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import io.ringrift.dataplane.agent.fetch.PeerCall;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;

/**
 * Fetches from a plain HTTP file server, which has no agent: in ranges, several at once for a large
 * file, where the server gives ranges; else the file from its start, on one connection. What comes
 * is nobody's word: as ever, the hash of the whole decides.
 */
public final class PlainHttpFetcher implements Fetcher {
  /** The name of this transport in orders. */
  public static final String TRANSPORT = "plain_http";

  private final int streams;
  private final Executor executor;
  private final Tls tls;
  private final StallGuard guard;
  private final BufferPool buffers = new BufferPool();

  /**
   * @param streams connections for a large file, 1..16
   * @param patience how long a server may send nothing
   * @param tls for servers that speak it
   * @param executor runs all streams but the first
   */
  public PlainHttpFetcher(
      int streams, Duration patience, Tls tls, Executor executor, ScheduledExecutorService timer) {
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
    URI server = task.sources().ordered().url();
    int connections = givesRanges(task, server) ? streams : 1;
    new RangedFetch(
            task,
            source -> new FileServerConnection(line(task, source.url()), task),
            buffers,
            guard.patience(),
            connections,
            0)
        .run(executor);
  }

  /** Asked once; a server that doesn't answer this may still answer what follows. */
  private boolean givesRanges(FetchTask task, URI server) throws InterruptedException {
    SocketRangeConnection line = line(task, server);
    task.closeOnCancel(line);
    try {
      return line.head().headers().getOrDefault("accept-ranges", "").equals("bytes");
    } catch (IOException e) {
      task.throwIfCancelled();
      return false;
    } finally {
      task.leave(line);
      line.close();
    }
  }

  private SocketRangeConnection line(FetchTask task, URI server) {
    return SocketRangeConnection.toPlainServer(
        server, PeerCall.below(server, "/" + path(task.order().name().itemId())), tls, guard);
  }

  /** The item's place below the base URL. */
  static String path(String itemId) {
    return Arrays.stream(itemId.split("/")).map(PeerCall::segment).collect(Collectors.joining("/"));
  }

  /** Ends what watches its connections. */
  public void close() {
    guard.close();
  }
}
