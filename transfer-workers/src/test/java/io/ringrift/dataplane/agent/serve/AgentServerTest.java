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
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as its callers see it, over real connections to real agents. */
class AgentServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODEL = "models/hex8_2p/m.pth";

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private AgentPair agents;
  private PullOrder order;
  private byte[] content;

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

  @Test
  void servesAnItemWhole() throws Exception {
    HttpResponse<byte[]> answer = send(item(MODEL, order.sha256(), grant()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    assertThat(answer.headers().firstValue("ETag")).contains('"' + order.sha256() + '"');
    assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=100-199, 100, 200",
    "bytes=900-, 900, 1000",
    "bytes=-10, 990, 1000",
    "bytes=-5000, 0, 1000",
    "bytes=990-2000, 990, 1000"
  })
  void servesRanges(String range, int from, int to) throws Exception {
    HttpResponse<byte[]> answer = send(item(MODEL, order.sha256(), grant()).header("Range", range));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to));
    assertThat(answer.headers().firstValue("Content-Range"))
        .contains("bytes %d-%d/1000".formatted(from, to - 1));
  }

  @Test
  void saysWhenARangeIsOutsideAndIgnoresWhatItDoesNotKnow() throws Exception {
    assertError(
        item(MODEL, order.sha256(), grant()).header("Range", "bytes=1000-"),
        416,
        "range_not_satisfiable");
    assertThat(
            send(item(MODEL, order.sha256(), grant()).header("Range", "bytes=0-1,5-6"))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            send(item(MODEL, order.sha256(), grant())
                    .header("Range", "bytes=0-1")
                    .header("If-Range", "\"other\""))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void servesOnlyWhatWasHashed() throws Exception {
    String other = "b".repeat(64);
    assertError(item(MODEL, other, grant(MODEL, other)), 404, "source_missing");

    Files.writeString(agents.atSource(order), "changed since");

    JsonNode error = assertError(item(MODEL, order.sha256(), grant()), 404, "source_missing");
    assertThat(error.path("reaction").asText()).isEqualTo("OTHER_SOURCE");
  }

  @Test
  void neverServesADamagedFile() throws Exception {
    PullOrder damaged = agents.offer("npz/hex8_2p/bad.npz", 100, 2);
    agents.condemn(damaged);

    JsonNode error =
        assertError(
            item("npz/hex8_2p/bad.npz", damaged.sha256(), agents.grant(damaged)),
            404,
            "source_missing");

    assertThat(error.path("message").asText()).endsWith("INVALID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.pth",
        "models/../../secret.pth",
        "/etc/passwd",
        "models/hex8_2p/link.pth",
        "models/up/secret.pth",
        ".dataplane/index",
        "models/hex8_2p/m.pth\u0000"
      })
  void neverLeavesItsFolderEvenWithAGrant(String itemId) throws Exception {
    Path models = agents.atSource(order).getParent();
    Files.writeString(folder.resolve("secret.pth"), "secret");
    Files.createSymbolicLink(models.resolve("link.pth"), folder.resolve("secret.pth"));
    Files.createSymbolicLink(models.getParent().resolve("up"), folder);

    HttpResponse<byte[]> answer = send(item(itemId, order.sha256(), grant(itemId, order.sha256())));

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret\"");
  }

  @Test
  void opensNoLinkEvenWhereTheIndexNamesOne() throws Exception {
    Path elsewhere = Files.copy(agents.atSource(order), folder.resolve("elsewhere.pth"));
    Files.delete(agents.atSource(order));
    Files.createSymbolicLink(agents.atSource(order), elsewhere);

    JsonNode error = assertError(item(MODEL, order.sha256(), grant()), 400, "bad_request");

    assertThat(error.path("message").asText()).contains("leads through the symbolic link");
  }

  @Test
  void decodesAPathOnce() throws Exception {
    String twice = URLEncoder.encode(MODEL, StandardCharsets.UTF_8).replace("%2F", "%252F");
    HttpRequest.Builder request =
        request(agents.source().endpoint(), "/v1/items/" + twice + "?sha256=" + order.sha256())
            .header("Authorization", "Bearer " + grant());

    assertError(request, 403, "unauthorised");
    assertError(request(agents.source().endpoint(), "/v1/items/" + MODEL), 404, "not_found");
  }

  @Test
  void refusesWithoutAGrantThatCoversTheRequestAndCountsIt() throws Exception {
    String token = grant();
    assertRefused(item(MODEL, order.sha256(), null), "missing");
    assertRefused(item(MODEL, order.sha256(), token + "x"), "bad_signature");
    assertRefused(item("models/hex8_2p/other.pth", order.sha256(), token), "wrong_item");
    assertRefused(item(MODEL, "b".repeat(64), token), "wrong_content");
    assertRefused(at(agents.target().endpoint(), MODEL, order.sha256(), token), "wrong_node");
    String expired = agents.signerAt(Instant.now().minus(Duration.ofMinutes(6))).sign(granted());
    JsonNode error = assertRefused(item(MODEL, order.sha256(), expired), "expired");

    assertThat(error.path("reaction").asText()).isEqualTo("RETRY_SAME");
    JsonNode refused = health(agents.source().endpoint()).path("refused");
    assertThat(refused.path("missing").asInt()).isEqualTo(1);
    assertThat(refused.path("wrong_item").asInt()).isEqualTo(1);
    assertThat(refused.path("expired").asInt()).isEqualTo(1);
  }

  @Test
  void givesNoBytesToAnEpochThatWasOvertaken() throws Exception {
    String later = agents.grant(AgentPair.withEpoch(order, "op-later", 9));
    assertThat(send(item(MODEL, order.sha256(), later)).statusCode()).isEqualTo(200);

    assertError(item(MODEL, order.sha256(), grant()), 409, "superseded");
  }

  @Test
  void closesTheConnectionOfAClientThatDoesNotRead() throws Exception {
    PullOrder large = agents.offer("models/hex8_2p/large.pth", 32 << 20, 3);
    URI source = agents.source().endpoint();
    try (Socket socket = new Socket(source.getHost(), source.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET /v1/items/models%%2Fhex8_2p%%2Flarge.pth?sha256=%s HTTP/1.1\r\nHost: x\r\n"
                  + "Authorization: Bearer %s\r\n\r\n")
              .formatted(large.sha256(), agents.grant(large))
              .getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> sends() == 1);

      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sends() == 0);
    }
  }

  @Test
  void takesAnOrderAndTellsHowItEnds() throws Exception {
    HttpResponse<byte[]> accepted = send(post(json(order), agents.grant(order)));
    JsonNode ended = json(send(watch(order, agents.grant(order), "?wait_ms=20000")).body());

    assertThat(accepted.statusCode()).isIn(200, 202);
    assertThat(ended.path("state").asText()).isEqualTo("DONE");
    assertThat(ended.path("sha256").asText()).isEqualTo(order.sha256());
    assertThat(ended.path("bytes_total").asLong()).isEqualTo(1000);
    assertThat(ended.path("bytes_received").asLong()).isEqualTo(1000);
    assertThat(ended.path("transport").asText()).isEqualTo("p2p_http");
    assertThat(ended.path("source_node").asText()).isEqualTo(AgentPair.SOURCE);
    assertThat(ended.path("path").asText()).isEqualTo(agents.atTarget(order).toString());
    assertThat(ended.path("boot").asLong())
        .isEqualTo(health(agents.target().endpoint()).path("boot").asLong());
    assertThat(ended.path("sequence").asLong()).isPositive();
    assertThat(send(post(json(order), agents.grant(order))).statusCode()).isEqualTo(200);
  }

  @Test
  void onlyTheHolderOfThePullsEpochMayWatchAndEndIt() throws Exception {
    PullOrder later = AgentPair.withEpoch(order, "op-later", 2);
    send(post(json(later), agents.grant(later)));

    assertError(watch(order, agents.grant(order), ""), 404, "unknown_pull");
    PullOrder older = AgentPair.withEpoch(later, "op-later", 1);
    assertError(watch(older, agents.grant(older), ""), 409, "superseded");
    assertError(post(json(older), agents.grant(older)), 409, "superseded");
    assertRefused(watch(later, agents.grant(order), ""), "wrong_operation");
    assertThat(send(watch(later, agents.grant(later), "")).statusCode()).isEqualTo(200);
  }

  @Test
  void anOrderMustSayWhatItsGrantSays() throws Exception {
    ObjectNode other = json(order);
    other.put("epoch", 2);
    assertRefused(post(other, agents.grant(order)), "wrong_operation");
    other = json(order);
    other.put("source_node", "gpu-9");
    assertRefused(post(other, agents.grant(order)), "wrong_node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epoch | \"one\" | epoch is missing or not a whole number",
        "epoch | -1 | epoch is '-1', allowed is 0 or more",
        "size_bytes | 1.5 | size_bytes is missing or not a whole number",
        "size_bytes | -1 | size_bytes is '-1', allowed is 0 or more",
        "sha256 | \"ABC\" | sha256 is 'ABC', allowed is 64 lower-case hex digits",
        "item_type | \"NPZ\" | item_type is 'NPZ', models/hex8_2p/m.pth is of type MODEL",
        "source_url | \"ftp://x\" | source_url is 'ftp://x', allowed is http://host:port",
        "operation_id | null | operation_id is missing or not a text",
        "priority | \"URGENT\" | priority is 'URGENT', allowed are [CRITICAL, HIGH, NORMAL, LOW, COLD_STORAGE]",
      })
  void namesTheFieldOfABadOrder(String field, String value, String message) throws Exception {
    ObjectNode bad = json(order);
    bad.set(field, JSON.readTree(value));

    JsonNode error = assertError(post(bad, agents.grant(order)), 400, "bad_request");

    assertThat(error.path("message").asText()).isEqualTo(message);
  }

  @Test
  void answersEveryOtherRequestWithJsonToo() throws Exception {
    URI target = agents.target().endpoint();
    assertError(request(target, "/"), 404, "not_found");
    assertError(request(target, "/v1/healthy"), 404, "not_found");
    assertError(request(target, "/v1/pulls"), 405, "method_not_allowed");
    assertError(
        request(target, "/v1/pulls").POST(HttpRequest.BodyPublishers.ofString("{")),
        400,
        "bad_request");
    assertError(
        request(target, "/v1/pulls").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[20_000])),
        413,
        "payload_too_large");
    assertError(request(target, "/v1/items/%ff"), 400, "bad_request");
    JsonNode error =
        assertError(
            post(json(order).put("transport", "carrier_pigeon"), agents.grant(order)),
            422,
            "unknown_transport");
    assertThat(error.path("reaction").asText()).isEqualTo("NEXT_TRANSPORT");
  }

  private int sends() throws Exception {
    return health(agents.source().endpoint()).path("transfers").path("sends").asInt();
  }

  private Grant granted() {
    return granted(MODEL, order.sha256());
  }

  private static Grant granted(String itemId, String sha256) {
    return new Grant("op-x", 1, itemId, sha256, AgentPair.SOURCE, AgentPair.TARGET);
  }

  private String grant() {
    return agents.signer().sign(granted());
  }

  private String grant(String itemId, String sha256) {
    return agents.signer().sign(granted(itemId, sha256));
  }

  private HttpRequest.Builder item(String itemId, String sha256, String token) {
    return at(agents.source().endpoint(), itemId, sha256, token);
  }

  private static HttpRequest.Builder at(URI node, String itemId, String sha256, String token) {
    String encoded = URLEncoder.encode(itemId, StandardCharsets.UTF_8).replace("+", "%20");
    return withToken(request(node, "/v1/items/" + encoded + "?sha256=" + sha256), token);
  }

  private HttpRequest.Builder post(JsonNode body, String token) {
    return withToken(request(agents.target().endpoint(), "/v1/pulls"), token)
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private HttpRequest.Builder watch(PullOrder pull, String token, String query) {
    return withToken(
        request(agents.target().endpoint(), "/v1/pulls/" + pull.operationId() + query), token);
  }

  private static HttpRequest.Builder withToken(HttpRequest.Builder request, String token) {
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static HttpRequest.Builder request(URI node, String path) {
    return HttpRequest.newBuilder(URI.create(node + path)).timeout(Duration.ofSeconds(30));
  }

  private static ObjectNode json(PullOrder order) {
    ItemName name = order.name();
    return JSON.createObjectNode()
        .put("operation_id", order.operationId())
        .put("epoch", order.epoch())
        .put("item_id", name.itemId())
        .put("item_type", name.kind().name())
        .put("config_key", name.configKey())
        .put("sha256", order.sha256())
        .put("size_bytes", order.sizeBytes())
        .put("source_node", order.sourceNode())
        .put("source_url", order.sourceUrl().toString())
        .put("priority", "HIGH");
  }

  private JsonNode assertRefused(HttpRequest.Builder request, String reason) throws Exception {
    JsonNode error = assertError(request, 403, "unauthorised");
    assertThat(error.path("reason").asText()).isEqualTo(reason);
    return error;
  }

  private JsonNode assertError(HttpRequest.Builder request, int status, String code)
      throws Exception {
    HttpResponse<byte[]> answer = send(request);
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode error = json(answer.body()).path("error");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotEmpty();
    return error;
  }

  private JsonNode health(URI node) throws Exception {
    return json(send(request(node, "/v1/health")).body());
  }

  private static JsonNode json(byte[] body) throws IOException {
    return JSON.readTree(body);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
