package io.ringrift.dataplane.agent.fetch.rsync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PeerCall;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.http.SourceAnswers;
import io.ringrift.dataplane.worker.call.Exchange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * What a source offers by rsync for one fetch.
 *
 * @param port at the host of the source's agent: nothing that a source says leads elsewhere
 * @param sshPort of that host's sshd, through which alone the other one is reached, at the loopback
 *     address; 0: it is reached directly
 * @param path module and file
 */
record RsyncOffer(
    int port, int sshPort, String path, String user, String secret, Instant contentTime) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing that could be taken for an option or another host. */
  private static final String PATH = "[0-9a-zA-Z_]+(/[0-9a-zA-Z_]+)+";

  private static final String WORD = "[0-9a-zA-Z_]{1,128}";

  RsyncOffer {
    require(port > 0 && port <= 65_535, "port", port);
    require(sshPort >= 0 && sshPort <= 65_535, "ssh_port", sshPort);
    require(path.matches(PATH), "path", path);
    require(user.matches(WORD), "user", user);
    require(secret.matches(WORD), "secret", "(hidden)");
  }

  /** Asks the source for one, which permits this fetch by its grant. */
  static RsyncOffer ask(FetchTask task, HttpClient client, Duration patience)
      throws FetchFailure, InterruptedException {
    PullOrder order = task.order();
    HttpRequest request =
        HttpRequest.newBuilder(PeerCall.at(order, PeerCall.ofContent(order, "/v1/rsync/")))
            .header("Authorization", "Bearer " + task.grant())
            .header("Priority", order.priority().header())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<byte[]> answer =
          PeerCall.ask(task, client, request, patience, Exchange.MOST_JSON_BYTES);
      return read(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FetchFailure(
          FailureCode.UNREACHABLE,
          order.peerNode() + " at " + order.peerUrl() + ": " + e.getMessage());
    }
  }

  static RsyncOffer read(int status, String body) throws FetchFailure, IOException {
    JsonNode json = JSON.readTree(body);
    if (status != 200) {
      throw SourceAnswers.failure(status, json.path("error"));
    }
    try {
      return new RsyncOffer(
          json.path("port").asInt(),
          json.path("ssh_port").asInt(0),
          json.path("path").asText(),
          json.path("user").asText(),
          json.path("secret").asText(),
          Instant.parse(json.path("content_time").asText()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("an offer that makes no sense: " + e.getMessage());
    }
  }

  private static void require(boolean ok, String field, Object value) {
    if (!ok) {
      throw new IllegalArgumentException(field + " is '" + value + "'");
    }
  }
}
