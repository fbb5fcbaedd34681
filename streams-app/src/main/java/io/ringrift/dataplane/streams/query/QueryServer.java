package io.ringrift.dataplane.streams.query;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import io.ringrift.dataplane.streams.topology.StageRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries and takes posted events over HTTP with a fixed number of threads. Has no access
 * control, so it listens on loopback unless told otherwise.
 */
public final class QueryServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(QueryServer.class);

  /** Requests that may wait for a thread; more are turned away by the operating system. */
  private static final int WAITING = 64;

  private static final List<String> EVENTS = List.of("v1", "events");

  private final HttpServer http;
  private final ExecutorService threads;
  private final Routes routes;
  private final EventsEndpoint events;

  private QueryServer(
      HttpServer http, ExecutorService threads, Routes routes, EventsEndpoint events) {
    this.http = http;
    this.threads = threads;
    this.routes = routes;
    this.events = events;
  }

  /**
   * Where to listen.
   *
   * @param port 0: any free one
   * @param threads queries answered at once
   */
  public record Options(String host, int port, int threads) {}

  /**
   * What posted events need, and whoever reads records that are in no store.
   *
   * @param sink where they go
   */
  public record Door(Topics topics, EventSink sink) {}

  /**
   * What the stages decide by, as far as answers tell of it.
   *
   * @param removals says which copies could be removed
   * @param limits on what nodes give and get at once
   */
  public record Rules(EvictionDesk removals, NodeLimits limits) {}

  /**
   * Listens and answers.
   *
   * @throws IOException if the address can't be used
   */
  public static QueryServer start(
      Options options,
      Tables tables,
      Past past,
      Vitals vitals,
      NodeStageStatus nodes,
      StageRuntime runtime,
      Rules rules,
      Door door)
      throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(options.host(), options.port()), WAITING);
    ExecutorService threads = threads(options.threads());
    QueryServer server =
        new QueryServer(
            http,
            threads,
            new Routes(tables, past, vitals, nodes, runtime, rules, door.topics()),
            new EventsEndpoint(tables, door.topics(), runtime, door.sink()));
    http.createContext("/", server::handle);
    http.setExecutor(threads);
    http.start();
    return server;
  }

  /** Base URL. */
  public URI url() {
    InetSocketAddress address = http.getAddress();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(bytes);
      }
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      Query query = Query.parse(exchange.getRequestURI());
      boolean posts = query.path().equals(EVENTS);
      String method = exchange.getRequestMethod();
      if (!method.equals(posts ? "POST" : "GET")) {
        throw ApiException.method(method, posts ? "POST" : "GET");
      }
      return posts ? events.post(query, exchange.getRequestBody()) : routes.answer(query);
    } catch (ApiException e) {
      return Answer.error(e.status(), e.code(), e.getMessage());
    } catch (InvalidStateStoreException e) {
      return Answer.error(503, "not_ready", "the stores moved while they were read; try again");
    } catch (RuntimeException e) {
      log.error("Query {} failed", exchange.getRequestURI(), e);
      return Answer.error(
          500,
          "internal",
          "this query failed by a fault of ours; the log of the streams-app has it");
    }
  }

  private static ExecutorService threads(int count) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        count,
        count,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING),
        task -> {
          Thread thread = new Thread(task, "query-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
