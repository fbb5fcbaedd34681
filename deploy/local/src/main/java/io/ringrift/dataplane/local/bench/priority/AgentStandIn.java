package io.ringrift.dataplane.local.bench.priority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers workers as the agents of all nodes would, but moves no byte: every pull takes a set time
 * and then is done. So what is measured is the plane, not a disk or a network.
 */
final class AgentStandIn implements AutoCloseable {
  private static final String PULLS = "/v1/pulls";
  private static final int NOT_FOUND = 404;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> new Thread(task, "agent-stand-in"));
  private final Map<String, Pull> running = new ConcurrentHashMap<>();
  private final AtomicLong sequence = new AtomicLong();
  private final long nanosAPull;

  private record Pull(JsonNode order, long endsAt) {}

  AgentStandIn(Duration timeOfAPull) throws IOException {
    // Read once, when the first server of the process is made: without it a small answer waits for
    // the acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    nanosAPull = timeOfAPull.toNanos();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(threads);
    server.createContext(PULLS, this::answer);
    server.start();
  }

  /** Base URL, as heartbeats of agents tell it. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("POST")) {
        order(exchange);
      } else {
        status(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void order(HttpExchange exchange) throws IOException {
    JsonNode order = JSON.readTree(exchange.getRequestBody());
    Pull pull =
        running.computeIfAbsent(
            order.path("operation_id").asText(),
            id -> new Pull(order, System.nanoTime() + nanosAPull));
    write(exchange, 202, common(pull).put("state", "RUNNING").put("bytes_done", 0));
  }

  /** Holds the answer back until the pull has ended; the worker asks for longer than that. */
  private void status(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getRawPath();
    String id = URLDecoder.decode(path.substring(PULLS.length() + 1), StandardCharsets.UTF_8);
    Pull pull = running.get(id);
    if (pull == null) {
      ObjectNode body = JSON.createObjectNode();
      body.putObject("error").put("code", "unknown_pull").put("message", "no pull of " + id);
      write(exchange, NOT_FOUND, body);
      return;
    }
    TimeUnit.NANOSECONDS.sleep(pull.endsAt() - System.nanoTime());
    running.remove(id);
    long size = pull.order().path("size_bytes").asLong();
    write(
        exchange,
        200,
        common(pull)
            .put("state", "DONE")
            .put("bytes_done", size)
            .put("bytes_received", size)
            .put("boot", 1)
            .put("sequence", sequence.incrementAndGet())
            .put("path", "/data/" + pull.order().path("item_id").asText())
            .put("sha256", pull.order().path("sha256").asText()));
  }

  private static ObjectNode common(Pull pull) {
    JsonNode order = pull.order();
    return JSON.createObjectNode()
        .put("operation_id", order.path("operation_id").asText())
        .put("epoch", order.path("epoch").asLong())
        .put("bytes_total", order.path("size_bytes").asLong())
        .put("source_node", order.path("source_node").asText());
  }

  private static void write(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
