package io.ringrift.dataplane.worker.transport.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Speaks the agents' API: by a call where an agent has an endpoint, else by the other way. */
public final class AgentApi implements AgentPort {
  /** Beyond what the agent was asked to wait; orders may wait for its disk. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private static final int BUSY = 503;
  private static final Duration DEFAULT_RETRY = Duration.ofSeconds(2);
  private static final String UNKNOWN_PULL = "unknown_pull";

  private final AgentWay calling;
  private final AgentWay writing;
  private final JsonMapper json =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * @param calling to agents that have an endpoint
   * @param writing to those that have none
   */
  public AgentApi(AgentWay calling, AgentWay writing) {
    this.calling = calling;
    this.writing = writing;
  }

  @Override
  public AgentReply order(NodeAddress agent, Errand errand, PullOrder order, String grant)
      throws InterruptedException {
    String body;
    try {
      body = json.writeValueAsString(order);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order that is no JSON: " + order, e);
    }
    return ask(agent, new AgentWay.Request("POST", errand.path(), grant, body, ANSWER));
  }

  @Override
  public AgentReply status(
      NodeAddress agent, Errand errand, String operationId, Duration wait, String grant)
      throws InterruptedException {
    String path = path(errand, operationId) + "?wait_ms=" + wait.toMillis();
    return ask(agent, new AgentWay.Request("GET", path, grant, null, wait.plus(ANSWER)));
  }

  @Override
  public AgentReply cancel(
      NodeAddress agent, Errand errand, String operationId, long epoch, String grant)
      throws InterruptedException {
    // The grant carries the epoch: an agent that runs a later one refuses.
    return ask(
        agent, new AgentWay.Request("DELETE", path(errand, operationId), grant, null, ANSWER));
  }

  private static String path(Errand errand, String operationId) {
    return errand.path()
        + "/"
        + URLEncoder.encode(operationId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private AgentReply ask(NodeAddress agent, AgentWay.Request request) throws InterruptedException {
    AgentWay.Answer answer;
    try {
      answer = (agent.endpoint().isPresent() ? calling : writing).ask(agent, request);
    } catch (IllegalArgumentException e) {
      return new AgentReply.NoWay(e.getMessage());
    } catch (IOException e) {
      Optional<String> distrust = Tls.distrust(e);
      if (distrust.isPresent()) {
        return new AgentReply.Refused(
            FailureCode.UNTRUSTED_PEER.wireName(),
            Optional.empty(),
            "this worker and the agent of "
                + agent
                + " don't trust one another: "
                + distrust.get());
      }
      return new AgentReply.Unreachable("agent of " + agent + " doesn't answer: " + e);
    }
    return read(agent, answer);
  }

  private AgentReply read(NodeAddress target, AgentWay.Answer response) {
    JsonNode body;
    try {
      body = json.readTree(response.body());
      if (response.status() / 100 == 2) {
        PullStatus status = json.treeToValue(body, PullStatus.class);
        return status != null && Told.canBePassedOn(status)
            ? new AgentReply.Pull(status)
            : nonsense(target, response);
      }
    } catch (JsonProcessingException e) {
      return nonsense(target, response);
    }
    JsonNode error = body.path("error");
    if (!Told.isToken(error.path("code").asText(""))) {
      return nonsense(target, response);
    }
    return refusal(response.status(), error);
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
      return new AgentReply.Busy(reason, Told.waitOf(retryAfter));
    }
    Optional<String> reaction = Optional.ofNullable(error.path("reaction").asText(null));
    return new AgentReply.Refused(code, reaction.flatMap(AgentFailures::reaction), message);
  }

  private static AgentReply nonsense(NodeAddress target, AgentWay.Answer response) {
    String body = String.valueOf(response.body());
    return new AgentReply.Nonsense(
        "agent of %s answers %d with '%s', which is no answer of an agent"
            .formatted(target, response.status(), body.substring(0, Math.min(200, body.length()))));
  }
}
