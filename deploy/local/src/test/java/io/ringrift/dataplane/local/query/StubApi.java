package io.ringrift.dataplane.local.query;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A web server that gives set answers: what a command makes of them is tested, not the API. */
public final class StubApi implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();

  private StubApi(HttpServer server) {
    this.server = server;
  }

  public static StubApi start() throws IOException {
    StubApi api =
        new StubApi(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    api.server.createContext(
        "/",
        exchange -> {
          String asked = exchange.getRequestURI().toString();
          byte[] body = api.answers.getOrDefault(asked, "{}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(api.statuses.getOrDefault(asked, 404), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    api.server.start();
    return api;
  }

  /**
   * Sets an answer.
   *
   * @param asked path and query as they arrive
   */
  public StubApi answer(String asked, int status, String json) {
    answers.put(asked, json);
    statuses.put(asked, status);
    return this;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
