package io.ringrift.dataplane.agent.fetch.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PeerCall;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.worker.call.Exchange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Has the bucket's agent look at what was brought there. It alone writes the registers of the
 * bucket, so that all that is said of it has one order.
 */
final class Registration {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** The agent waits for the broker before it answers. */
  private static final Duration ANSWER = Duration.ofSeconds(35);

  private static final int TRIES = 4;
  private static final int BUSY = 503;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @return the register write that the arrival is
   * @throws FetchFailure if the agent doesn't see it, or doesn't answer
   */
  PullStatus.Received register(PushTask task) throws FetchFailure, InterruptedException {
    for (int one = 1; ; one++) {
      task.throwIfCancelled();
      String trouble;
      try {
        HttpResponse<byte[]> answer =
            PeerCall.ask(task, client, request(task), ANSWER, Exchange.MOST_JSON_BYTES);
        JsonNode body = JSON.readTree(answer.body());
        if (answer.statusCode() == 200) {
          return new PullStatus.Received(
              body.path("boot").asLong(),
              body.path("sequence").asLong(),
              body.path("path").asText());
        }
        trouble = body.path("error").path("message").asText("no message");
        refuse(answer.statusCode(), trouble);
      } catch (IOException e) {
        trouble = e.getMessage();
      }
      if (one == TRIES) {
        throw new FetchFailure(
            FailureCode.BUCKET_AWAY,
            "agent of %s at %s: %s"
                .formatted(task.order().peerNode(), task.order().peerUrl(), trouble));
      }
      TimeUnit.MILLISECONDS.sleep(250L << one);
    }
  }

  /** Ends it with what the same question would be answered again. */
  private static void refuse(int status, String message) throws FetchFailure {
    switch (status) {
      case BUSY, 500 -> {}
      case 403 -> throw new FetchFailure(FailureCode.UNAUTHORISED, message);
      case 404 -> throw new FetchFailure(FailureCode.TARGET_CHANGED, message);
      case 409 -> throw new FetchFailure(FailureCode.SUPERSEDED, message);
      default -> throw new FetchFailure(FailureCode.TARGET_IO, Reaction.NEXT_TRANSPORT, message);
    }
  }

  private static HttpRequest request(PushTask task) {
    PullOrder order = task.order();
    ObjectNode body = JSON.createObjectNode();
    body.put("operation_id", order.operationId());
    body.put("epoch", order.epoch());
    body.put("item_id", order.name().itemId());
    body.put("sha256", order.sha256());
    body.put("size_bytes", order.sizeBytes());
    return HttpRequest.newBuilder(PeerCall.at(order, "/v1/arrivals"))
        .header("Authorization", "Bearer " + task.grant())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }
}
