package io.ringrift.dataplane.worker.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code GET /health}: 200 and "ok", or 503 and one line for each trouble. {@code GET /metrics}:
 * Prometheus' text format. Plain text, no secrets; meant for the machine itself and its scraper.
 */
public final class StatusServer implements AutoCloseable {
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Answers once constructed.
   *
   * @param troubles why this worker isn't ready; empty: it is
   * @throws IOException if the address can't be bound
   */
  public StatusServer(InetSocketAddress address, Supplier<List<String>> troubles, Meters meters)
      throws IOException {
    server = HttpServer.create(address, BACKLOG);
    threads = Executors.newSingleThreadExecutor(task -> new Thread(task, "status"));
    server.setExecutor(threads);
    server.createContext("/health", exchange -> health(exchange, troubles.get()));
    server.createContext("/metrics", exchange -> answer(exchange, 200, meters.text()));
    server.start();
  }

  /** The address that was bound. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void health(HttpExchange exchange, List<String> troubles) throws IOException {
    if (troubles.isEmpty()) {
      answer(exchange, 200, "ok\n");
    } else {
      answer(exchange, 503, String.join("\n", troubles) + "\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
