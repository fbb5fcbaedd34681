package io.ringrift.dataplane.worker.transport.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Reaches agents by HTTP, where they have an endpoint that the worker can call. */
public final class HttpAgentPort implements AgentPort {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Beyond what the agent was asked to wait; orders may wait for its disk. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private static final int BUSY = 503;
  private static final Duration DEFAULT_RETRY = Duration.ofSeconds(2);
  private static final String UNKNOWN_PULL = "unknown_pull";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final JsonMapper json =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  @Override
  public AgentReply order(NodeAddress agent, Errand errand, PullOrder order, String grant)
      throws InterruptedException {
    String body;
    try {
      body = json.writeValueAsString(order);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order that is no JSON: " + order, e);
    }
    return ask(
        agent,
        errand.path(),
        ANSWER,
        grant,
        request ->
            request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Override
  public AgentReply status(
      NodeAddress agent, Errand errand, String operationId, Duration wait, String grant)
      throws InterruptedException {
    return ask(
        agent,
        path(errand, operationId) + "?wait_ms=" + wait.toMillis(),
        wait.plus(ANSWER),
        grant,
        HttpRequest.Builder::GET);
  }

  @Override
  public AgentReply cancel(
      NodeAddress agent, Errand errand, String operationId, long epoch, String grant)
      throws InterruptedException {
    // The grant carries the epoch: an agent that runs a later one refuses.
    return ask(agent, path(errand, operationId), ANSWER, grant, HttpRequest.Builder::DELETE);
  }

  private static String path(Errand errand, String operationId) {
    return errand.path()
        + "/"
        + URLEncoder.encode(operationId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Sets method and body. */
  @FunctionalInterface
  private interface Method {
    HttpRequest.Builder on(HttpRequest.Builder request);
  }

  private AgentReply ask(
      NodeAddress target, String path, Duration timeout, String grant, Method method)
      throws InterruptedException {
    if (target.endpoint().isEmpty()) {
      return new AgentReply.NoWay(
          "agent of "
              + target.nodeId()
              + " has no endpoint, and this worker reaches agents by HTTP only");
    }
    HttpRequest request;
    try {
      URI uri = URI.create(target.endpoint().get().replaceAll("/+$", "") + path);
      request =
          method
              .on(
                  HttpRequest.newBuilder(uri)
                      .timeout(timeout)
                      .header("Authorization", "Bearer " + grant))
              .build();
    } catch (IllegalArgumentException e) {
      return new AgentReply.NoWay("endpoint of " + target + " is no http URL: " + e.getMessage());
    }
    try {
      return read(target, client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return new AgentReply.Unreachable("agent of " + target + " doesn't answer: " + e);
    }
  }

  private AgentReply read(NodeAddress target, HttpResponse<String> response) {
    JsonNode body;
    try {
      body = json.readTree(response.body());
      if (response.statusCode() / 100 == 2) {
        PullStatus status = json.treeToValue(body, PullStatus.class);
        return status == null || status.state() == null
            ? nonsense(target, response)
            : new AgentReply.Pull(status);
      }
    } catch (JsonProcessingException e) {
      return nonsense(target, response);
    }
    JsonNode error = body.path("error");
    if (!error.path("code").isTextual()) {
      return nonsense(target, response);
    }
    return refusal(response.statusCode(), error);
  }

  private static AgentReply refusal(int status, JsonNode error) {
    String code = error.path("code").asText();
    String message = error.path("message").asText();
    if (code.equals(UNKNOWN_PULL)) {
      return new AgentReply.Unknown();
    }
    if (status == BUSY) {
      String reason = error.path("reason").asText(message);
      long retryAfter = error.path("retry_after_ms").asLong(DEFAULT_RETRY.toMillis());
      return new AgentReply.Busy(reason, Duration.ofMillis(Math.max(0, retryAfter)));
    }
    Optional<String> reaction = Optional.ofNullable(error.path("reaction").asText(null));
    return new AgentReply.Refused(code, reaction.flatMap(AgentFailures::reaction), message);
  }

  private static AgentReply nonsense(NodeAddress target, HttpResponse<String> response) {
    String body = String.valueOf(response.body());
    return new AgentReply.Nonsense(
        "agent of %s answers %d with '%s', which is no answer of an agent"
            .formatted(
                target, response.statusCode(), body.substring(0, Math.min(200, body.length()))));
  }
}
