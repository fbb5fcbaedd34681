package io.ringrift.dataplane.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as an agent, without moving a byte: a pull runs until it is let go. For tests that need
 * many long transfers at once; those about bytes use real agents.
 */
public final class StandInAgent implements AutoCloseable {
  private static final Pattern OPERATION = Pattern.compile("\"operation_id\":\"([^\"]+)\"");

  private static final String REFUSAL =
      "{\"error\":{\"code\":\"unauthorised\",\"message\":\"key 7 is not known\"}}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private volatile Pattern letGo = Pattern.compile("none");
  private volatile boolean refuses;

  public StandInAgent() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/pulls", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Pulls of operations that match end from now on. */
  public void letGo(String operations) {
    letGo = Pattern.compile(operations);
  }

  /** Whether every grant is refused from now on, as where the key is not known. */
  public void refuses(boolean all) {
    refuses = all;
  }

  /** How many operations were ordered. */
  public int orders() {
    return asked.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String operation = operation(exchange, body);
      asked.merge(operation, 1, Integer::sum);
      boolean refused = refuses;
      byte[] answer = (refused ? REFUSAL : status(operation)).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(refused ? 403 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String operation(HttpExchange exchange, String body) {
    Matcher inBody = OPERATION.matcher(body);
    String path = exchange.getRequestURI().getRawPath();
    return inBody.find()
        ? inBody.group(1)
        : URLDecoder.decode(path.substring("/v1/pulls/".length()), StandardCharsets.UTF_8);
  }

  private String status(String operation) {
    String common =
        "\"operation_id\":\"%s\",\"epoch\":1,\"bytes_total\":1000,\"source_node\":\"gpu-2\""
            .formatted(operation);
    return letGo.matcher(operation).matches()
        ? "{%s,\"state\":\"DONE\",\"bytes_done\":1000,\"bytes_received\":1000,\"boot\":1,\"sequence\":1,\"path\":\"/x\",\"sha256\":\"%s\"}"
            .formatted(common, Requests.SHA256)
        : "{%s,\"state\":\"RUNNING\",\"bytes_done\":10,\"bytes_received\":10}".formatted(common);
  }
}
