package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.OldSnapshots;
import io.ringrift.dataplane.worker.grant.GrantVerifier;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of an agent: three endpoints, a bounded number of threads. */
public final class AgentServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  private static final int WAITERS = 16;
  private static final int SPARE_THREADS = 8;
  private static final int QUEUED_REQUESTS = 256;
  private static final int BACKLOG = 128;

  /** Seconds, where times are meant; documented in the module jdk.httpserver. */
  private static final Map<String, String> PLATFORM_LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "30",
          "sun.net.httpserver.idleInterval", "60",
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", "32768",
          "sun.net.httpserver.maxIdleConnections", "200",
          "jdk.httpserver.maxConnections", "512",
          "sun.net.httpserver.nodelay", "true");

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final ItemsEndpoint items;

  /**
   * What the server is to keep to.
   *
   * @param nodeId grants must name it
   * @param maxSends answers with content at once
   * @param bandwidth of all content sent
   * @param patience how long a client may read nothing
   */
  public record Limits(String nodeId, int maxSends, TokenBucket bandwidth, Duration patience) {}

  /**
   * Binds the address; requests are answered once {@link #start} is called.
   *
   * @throws IOException if the address can't be bound
   */
  public AgentServer(
      InetSocketAddress address,
      Limits limits,
      DataRoot root,
      HoldingIndex index,
      OldSnapshots old,
      Pulls pulls,
      GrantVerifier verifier,
      Supplier<JsonNode> health,
      ScheduledExecutorService timer)
      throws IOException {
    // Read once, when the first server of the process is made.
    PLATFORM_LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    this.server = bind(address);
    int count = limits.maxSends() + WAITERS + SPARE_THREADS;
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED_REQUESTS),
            task -> new Thread(task, "http"));
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    GrantCheck grants = new GrantCheck(verifier);
    this.items =
        new ItemsEndpoint(
            limits.nodeId(),
            root,
            index,
            old,
            grants,
            limits.maxSends(),
            limits.bandwidth(),
            new SlowClientGuard(limits.patience(), timer));
    serve("/", exchange -> notFound());
    serve("/v1/health", exchange -> health(exchange, health));
    serve(ItemsEndpoint.PREFIX, items);
    serve(PullsEndpoint.PATH, new PullsEndpoint(limits.nodeId(), pulls, grants, WAITERS));
  }

  private static HttpServer bind(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "can't listen at %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  public void start() {
    server.start();
  }

  /** The address that was bound. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Answers with content under way. */
  public int activeSends() {
    return items.active();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(String path, Endpoint endpoint) {
    server.createContext(path, exchange -> answer(exchange, endpoint));
  }

  private static void answer(HttpExchange exchange, Endpoint endpoint) {
    try (exchange) {
      try {
        endpoint.handle(exchange);
      } catch (ApiException e) {
        Json.write(exchange, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        Json.write(exchange, new ApiException(ApiError.BUSY, "the agent is shutting down"));
      } catch (RuntimeException e) {
        LOG.error("{} {} broke", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        Json.write(exchange, new ApiException(ApiError.INTERNAL_ERROR, e.toString()));
      }
    } catch (IOException e) {
      LOG.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e.toString());
    }
  }

  private static void notFound() throws ApiException {
    throw new ApiException(
        ApiError.NOT_FOUND, "paths are /v1/health, /v1/items/{item} and /v1/pulls");
  }

  private static void health(HttpExchange exchange, Supplier<JsonNode> health)
      throws ApiException, IOException {
    if (!exchange.getRequestURI().getRawPath().equals("/v1/health")) {
      notFound();
    }
    Json.write(exchange, 200, health.get());
  }
}
