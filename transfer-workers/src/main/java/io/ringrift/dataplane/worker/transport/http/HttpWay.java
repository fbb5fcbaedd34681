package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.call.Exchange;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Calls agents where they listen. */
public final class HttpWay implements AgentWay {

  private final HttpClient client;

  /**
   * @param tls for agents that speak it
   */
  public HttpWay(Tls tls) {
    this.client = tls.client();
  }

  @Override
  public Answer ask(NodeAddress agent, Request request) throws IOException, InterruptedException {
    String base =
        agent
            .endpoint()
            .orElseThrow(
                () -> new IllegalArgumentException("agent of " + agent + " can't be called"));
    HttpRequest.BodyPublisher body =
        request.body() == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(request.body());
    HttpRequest.Builder call =
        call(agent, base, request.path())
            .header("Authorization", "Bearer " + request.grant())
            .method(request.method(), body);
    if (request.body() != null) {
      call.header("Content-Type", "application/json");
    }
    HttpResponse<byte[]> answer =
        Exchange.begin(client, call.build(), Exchange.MOST_JSON_BYTES).await(request.timeout());
    return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
  }

  private static HttpRequest.Builder call(NodeAddress agent, String base, String path) {
    try {
      return HttpRequest.newBuilder(URI.create(base.replaceAll("/+$", "") + path));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "endpoint of " + agent + " is no http URL: " + e.getMessage(), e);
    }
  }
}
