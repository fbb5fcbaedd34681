package io.ringrift.dataplane.agent.fetch.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.agent.fetch.PeerCall;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.worker.call.Exchange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What a source asks of a target's agent, each time with the newest grant. */
final class TargetCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    String operation = PeerCall.segment(task.order().operationId());
    return HttpRequest.newBuilder(
        PeerCall.at(task.order(), path.replace("{operation}", operation)));
  }

  /** Waits as long as something moves; a cancelled task ends the exchange. */
  private Answer ask(HttpRequest.Builder request, LongSupplier movedNanos)
      throws IOException, InterruptedException {
    String grant = task.grant();
    HttpRequest granted = request.header("Authorization", "Bearer " + grant).build();
    try {
      HttpResponse<byte[]> answer =
          PeerCall.ask(task, client, granted, patience, Exchange.MOST_JSON_BYTES, movedNanos);
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()), grant);
    } catch (HttpTimeoutException e) {
      throw new StalledException(patience, e);
    }
  }
}
