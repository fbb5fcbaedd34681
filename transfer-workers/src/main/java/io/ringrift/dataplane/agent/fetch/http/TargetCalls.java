package io.ringrift.dataplane.agent.fetch.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.agent.fetch.PushTask;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** What a source asks of a target's agent, each time with the newest grant. */
final class TargetCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_MILLIS = 200;

  private final PushTask task;
  private final HttpClient client;
  private final Duration patience;

  /**
   * An answer.
   *
   * @param grant the token that was sent
   */
  record Answer(int status, JsonNode body, String grant) {
    /** The word for an error; empty for none. */
    String code() {
      return body.path("error").path("code").asText("");
    }

    String message() {
      return "target answers %d %s: %s"
          .formatted(status, code(), body.path("error").path("message").asText("no message"));
    }
  }

  TargetCalls(PushTask task, HttpClient client, Duration patience) {
    this.task = task;
    this.client = client;
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  Answer post(String path, JsonNode body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return ask(request, () -> Long.MIN_VALUE);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return ask(request(path).GET(), () -> Long.MIN_VALUE);
  }

  /**
   * Sends a body.
   *
   * @param movedNanos when bytes of it last went out
   */
  Answer put(HttpRequest.Builder request, LongSupplier movedNanos)
      throws IOException, InterruptedException {
    return ask(request, movedNanos);
  }

  HttpRequest.Builder request(String path) {
    String operation =
        URLEncoder.encode(task.order().operationId(), StandardCharsets.UTF_8).replace("+", "%20");
    String base = task.order().peerUrl().toString().replaceAll("/+$", "");
    return HttpRequest.newBuilder(URI.create(base + path.replace("{operation}", operation)));
  }

  /** Waits as long as something moves; a cancelled task ends the exchange. */
  private Answer ask(HttpRequest.Builder request, LongSupplier movedNanos)
      throws IOException, InterruptedException {
    String grant = task.grant();
    long asked = System.nanoTime();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request.header("Authorization", "Bearer " + grant).build(),
            HttpResponse.BodyHandlers.ofString());
    Closeable end = () -> answer.cancel(true);
    task.closeOnCancel(end);
    try {
      while (true) {
        try {
          HttpResponse<String> got = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          return new Answer(got.statusCode(), JSON.readTree(got.body()), grant);
        } catch (TimeoutException e) {
          task.throwIfCancelled();
          if (System.nanoTime() - Math.max(asked, movedNanos.getAsLong()) > patience.toNanos()) {
            answer.cancel(true);
            throw new StalledException(patience, null);
          }
        }
      }
    } catch (CancellationException e) {
      task.throwIfCancelled();
      throw new IOException("given up", e);
    } catch (ExecutionException e) {
      task.throwIfCancelled();
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } finally {
      task.leave(end);
    }
  }
}
