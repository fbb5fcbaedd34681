package io.ringrift.dataplane.agent.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.Orders;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.worker.grant.Grant;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders as their callers see them, over real connections to real agents. */
class PullsApiTest extends ApiCalls {
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
    PullOrder later = Orders.withEpoch(order, "op-later", 2);
    send(post(json(later), agents.grant(later)));

    assertError(watch(order, agents.grant(order), ""), 404, "unknown_pull");
    PullOrder older = Orders.withEpoch(later, "op-later", 1);
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

  @Test
  void callsNoAddressButTheOneInTheGrant() throws Exception {
    ObjectNode elsewhere = json(order);
    elsewhere.put("source_url", "http://169.254.169.254");

    assertRefused(post(elsewhere, agents.grant(order)), "wrong_address");
    elsewhere.put("transport", "plain_http");
    assertRefused(post(elsewhere, agents.grant(order)), "wrong_address");

    assertThat(agents.pulls().active()).isZero();
    assertThat(health(agents.target().endpoint()).path("refused").path("wrong_address").asInt())
        .isEqualTo(2);
  }

  @Test
  void callsNoFurtherSourceWithoutAGrantForJustThat() throws Exception {
    PullOrder other = order.from("gpu-3", URI.create("http://127.0.0.1:1"), "p2p_http");
    assertRefused(
        post(with("gpu-3", "http://169.254.169.254", agents.grant(other)), agents.grant(order)),
        "wrong_address");
    assertRefused(
        post(with("gpu-4", "http://127.0.0.1:1", agents.grant(other)), agents.grant(order)),
        "wrong_node");
    assertRefused(
        post(with("gpu-3", "http://127.0.0.1:1", "nonsense"), agents.grant(order)), "malformed");
    assertThat(agents.pulls().active()).isZero();
  }

  @Test
  void theGrantOfAFurtherSourceStartsNothingMoreEither() throws Exception {
    PullOrder other = order.from("gpu-3", URI.create("http://127.0.0.1:1"), "p2p_http");
    String used = agents.grant(other);
    agents.proxy().cutAfter(0);
    assertThat(
            send(post(with("gpu-3", "http://127.0.0.1:1", used), agents.grant(order))).statusCode())
        .isIn(200, 202);
    send(watch(order, agents.grant(order), "?wait_ms=20000"));

    assertRefused(post(json(other), used), "replayed");
  }

  @Test
  void whatASourceIsShownHasNoSayAtItsTarget() throws Exception {
    String shown = agents.grant(order, Grant.Use.READ);
    ObjectNode ordered = json(order).put("source_grant", shown);
    assertThat(send(post(ordered, agents.grant(order))).statusCode()).isIn(200, 202);

    assertRefused(watch(order, shown, "").DELETE(), "read_only");
    assertRefused(watch(order, shown, ""), "read_only");
    assertRefused(post(json(order), shown), "read_only");
    assertRefused(
        withToken(request(agents.target().endpoint(), "/v1/uploads/" + order.operationId()), shown),
        "read_only");
    assertThat(
            json(send(watch(order, agents.grant(order), "?wait_ms=20000")).body())
                .path("state")
                .asText())
        .isEqualTo("DONE");
  }

  @Test
  void aSourceIsShownNothingButTheGrantThatReads() throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    HttpServer source = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    source.createContext(
        "/",
        exchange -> {
          seen.add(String.valueOf(GrantCheck.token(exchange)));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    source.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + source.getAddress().getPort());
      PullOrder there = order.from(order.peerNode(), url, order.transport());
      String shown = agents.grant(there, Grant.Use.READ);
      send(post(json(there).put("source_grant", shown), agents.grant(there)));
      send(watch(there, agents.grant(there), "?wait_ms=20000"));

      assertThat(seen).containsExactly(shown);
    } finally {
      source.stop(0);
    }
  }

  @Test
  void aGrantForAnotherSourceIsNotShown() throws Exception {
    PullOrder other = order.from("gpu-3", order.peerUrl(), "p2p_http");
    String shown = agents.grant(other, Grant.Use.READ);

    assertRefused(post(json(order).put("source_grant", shown), agents.grant(order)), "wrong_node");
  }

  private ObjectNode with(String node, String url, String grant) {
    ObjectNode json = json(order);
    json.putArray("other_sources")
        .addObject()
        .put("source_node", node)
        .put("source_url", url)
        .put("grant", grant);
    return json;
  }

  @Test
  void aReplayedGrantStartsNothingMore() throws Exception {
    String used = agents.grant(order);
    agents.proxy().cutAfter(0);
    send(post(json(order), used));
    assertThat(json(send(watch(order, used, "?wait_ms=20000")).body()).path("state").asText())
        .isEqualTo("FAILED");
    agents.proxy().repair();

    assertRefused(post(json(order), used), "replayed");
    assertThat(send(post(json(order), agents.grant(order))).statusCode()).isIn(200, 202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside.npz", "npz/../../outside.npz", "/etc/outside", ".dataplane/x"})
  void writesNothingOutsideItsRoot(String itemId) throws Exception {
    ObjectNode outside = json(order).put("item_id", itemId);
    String granted =
        agents.signer().sign(granted(itemId, order.sha256()).at(order.peerUrl().toString(), null));

    assertError(post(outside, granted), 400, "bad_request");
  }

  /** More than an agent may have sends and waiters at once. */
  @Test
  void slowClientsKeepNobodyElseWaiting() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket("127.0.0.1", agents.target().endpoint().getPort());
        slow.add(socket);
        socket.getOutputStream().write("GET /v1/health HTTP/1.1\r\nX-Slow: ".getBytes(US_ASCII));
        socket.getOutputStream().flush();
      }

      assertThat(health(agents.target().endpoint()).path("node_id").asText()).isNotEmpty();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
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
        "item_type | \"LOG\" | item_type is 'LOG', allowed are [NPZ, GAME, MODEL, CHECKPOINT]",
        "source_url | \"ftp://x\" | source_url is 'ftp://x', allowed is http://host:port or https://host:port",
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
}
