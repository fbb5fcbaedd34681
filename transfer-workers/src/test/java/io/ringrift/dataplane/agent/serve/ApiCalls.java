package io.ringrift.dataplane.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.worker.grant.Grant;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two agents, an item, and requests about it as callers make them. */
abstract class ApiCalls {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String MODEL = "models/hex8_2p/m.pth";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  AgentPair agents;
  PullOrder order;
  byte[] content;

  @BeforeEach
  void startAgents() throws IOException {
    agents = new AgentPair(folder, Duration.ofSeconds(1));
    order = agents.offer(MODEL, 1000, 1);
    content = Files.readAllBytes(agents.atSource(order));
  }

  @AfterEach
  void stopAgents() throws IOException {
    agents.close();
  }

  final int sends() throws Exception {
    return health(agents.source().endpoint()).path("transfers").path("sends").asInt();
  }

  final Grant granted() {
    return granted(MODEL, order.sha256());
  }

  static Grant granted(String itemId, String sha256) {
    return new Grant("op-x", 1, itemId, sha256, AgentPair.SOURCE, AgentPair.TARGET);
  }

  final String grant() {
    return agents.signer().sign(granted());
  }

  final String grant(String itemId, String sha256) {
    return agents.signer().sign(granted(itemId, sha256));
  }

  final HttpRequest.Builder item(String itemId, String sha256, String token) {
    return at(agents.source().endpoint(), itemId, sha256, token);
  }

  static HttpRequest.Builder at(URI node, String itemId, String sha256, String token) {
    String encoded = URLEncoder.encode(itemId, StandardCharsets.UTF_8).replace("+", "%20");
    return withToken(request(node, "/v1/items/" + encoded + "?sha256=" + sha256), token);
  }

  final HttpRequest.Builder post(JsonNode body, String token) {
    return withToken(request(agents.target().endpoint(), "/v1/pulls"), token)
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  final HttpRequest.Builder watch(PullOrder pull, String token, String query) {
    return withToken(
        request(agents.target().endpoint(), "/v1/pulls/" + pull.operationId() + query), token);
  }

  static HttpRequest.Builder withToken(HttpRequest.Builder request, String token) {
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  static HttpRequest.Builder request(URI node, String path) {
    return HttpRequest.newBuilder(URI.create(node + path)).timeout(Duration.ofSeconds(30));
  }

  static ObjectNode json(PullOrder order) {
    ItemName name = order.name();
    return JSON.createObjectNode()
        .put("operation_id", order.operationId())
        .put("epoch", order.epoch())
        .put("item_id", name.itemId())
        .put("item_type", name.kind().name())
        .put("config_key", name.configKey())
        .put("sha256", order.sha256())
        .put("size_bytes", order.sizeBytes())
        .put("source_node", order.peerNode())
        .put("source_url", order.peerUrl().toString())
        .put("priority", "HIGH");
  }

  final JsonNode assertRefused(HttpRequest.Builder request, String reason) throws Exception {
    JsonNode error = assertError(request, 403, "unauthorised");
    assertThat(error.path("reason").asText()).isEqualTo(reason);
    return error;
  }

  final JsonNode assertError(HttpRequest.Builder request, int status, String code)
      throws Exception {
    HttpResponse<byte[]> answer = send(request);
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode error = json(answer.body()).path("error");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotEmpty();
    return error;
  }

  final JsonNode health(URI node) throws Exception {
    return json(send(request(node, "/v1/health")).body());
  }

  static JsonNode json(byte[] body) throws IOException {
    return JSON.readTree(body);
  }

  final HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
