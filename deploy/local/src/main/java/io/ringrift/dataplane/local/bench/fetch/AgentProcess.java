package io.ringrift.dataplane.local.bench.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An agent in a process of its own, as on a node, and what a bench asks of it. */
final class AgentProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String node;
  private final Path root;
  private final ChildProcess process;
  private final HttpClient http;
  private final URI endpoint;

  /**
   * Starts it, with the memory that the reference page names.
   *
   * @param folder of the bench: has {@code keys}, and gets the data folder of the node
   * @param outBytesPerSecond most that it sends; 0: no limit
   */
  AgentProcess(Path folder, String node, long outBytesPerSecond, HttpClient http) {
    this.node = node;
    this.root = folder.resolve(node);
    this.http = http;
    this.process =
        ChildProcess.start(
            ChildProcess.Spec.java(
                    node,
                    JavaCommand.of(BenchAgent.class)
                        .withJvmOptions(
                            List.of("-Xms16m", "-Xmx64m", "-XX:+UseSerialGC", "-Xss512k"))
                        .withArguments(
                            List.of(
                                node,
                                root.toString(),
                                folder.resolve("keys").resolve(GrantKeys.PUBLIC_FILE).toString(),
                                Long.toString(outBytesPerSecond))),
                    folder.resolve(node + ".log"))
                .withEnvironment(Map.of("MALLOC_ARENA_MAX", "2")));
    this.endpoint = URI.create(process.awaitReady(START).substring("READY ".length()).trim());
  }

  String node() {
    return node;
  }

  URI endpoint() {
    return endpoint;
  }

  /** Where the item lies here, or will. */
  Path file() {
    return root.resolve(BenchItem.ID);
  }

  ProcessFigures figures() throws IOException {
    return ProcessFigures.of(process.pid());
  }

  /** Bytes of items that it has sent since it started. */
  long sentBytes() throws IOException, InterruptedException {
    return send("/v1/health", "", null).path("transfers").path("sent_bytes").asLong();
  }

  URI item(BenchItem item) {
    return endpoint.resolve(
        "/v1/items/"
            + URLEncoder.encode(BenchItem.ID, StandardCharsets.UTF_8)
            + "?sha256="
            + item.sha256());
  }

  /** Waits until it has hashed the item and serves it. */
  void awaitServed(BenchItem item, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(item(item))
            .header("Authorization", "Bearer " + token)
            .header("Range", "bytes=0-0")
            .build();
    long end = System.nanoTime() + LONGEST.toNanos();
    while (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 206) {
      if (System.nanoTime() > end) {
        throw new IOException(node + " doesn't serve " + BenchItem.ID + " after " + LONGEST);
      }
      Thread.sleep(200);
    }
  }

  /** Orders a pull, which then runs. */
  void order(JsonNode order, String token) throws IOException, InterruptedException {
    send("/v1/pulls", token, order);
  }

  /** Waits until the pull has ended well. */
  void await(String operation, String token) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    JsonNode status;
    do {
      if (System.nanoTime() > end) {
        throw new IOException("the pull to " + node + " has not ended after " + LONGEST);
      }
      status = send("/v1/pulls/" + operation + "?wait_ms=5000", token, null);
    } while (status.path("state").asText().equals("RUNNING"));
    if (!status.path("state").asText().equals("DONE")) {
      throw new IOException("the pull to " + node + " failed: " + status);
    }
  }

  private JsonNode send(String path, String token, JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path)).header("Authorization", "Bearer " + token);
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    process.close();
  }
}
