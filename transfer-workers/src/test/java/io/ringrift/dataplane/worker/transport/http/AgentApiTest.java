package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers as an agent gives them, byte for byte, and as others may give them. */
class AgentApiTest {
  private static final Errand PULL = new Errand(Errand.Direction.PULL, TransportKind.P2P_HTTP);

  private final AgentApi port = new AgentApi(new HttpWay(Tls.NONE), new HttpWay(Tls.NONE));
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private NodeAddress agent;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + body);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    agent = NodeAddress.of("gpu-1", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void ordersAPull() throws Exception {
    answers(
        202,
        "{\"operation_id\":\"op-1\",\"epoch\":7,\"state\":\"RUNNING\",\"bytes_done\":0,"
            + "\"bytes_total\":1000,\"bytes_received\":0,\"source_node\":\"a\",\"new_field\":1}");

    AgentReply reply = port.order(agent, PULL, order(), "the.grant");

    assertThat(reply).isEqualTo(SimulatedAgent.running(0, "a"));
    assertThat(requests)
        .containsExactly(
            "POST /v1/pulls Bearer the.grant {\"operation_id\":\"op-1\",\"epoch\":7,"
                + "\"item_id\":\"npz/hex8_2p/a.npz\",\"item_type\":\"NPZ\","
                + "\"config_key\":\"hex8_2p\",\"sha256\":\""
                + Requests.SHA256
                + "\",\"size_bytes\":1000,\"source_node\":\"a\",\"source_url\":\"http://a\","
                + "\"priority\":\"HIGH\",\"transport\":\"p2p_http\",\"replaces\":\"\"}");
  }

  @Test
  void asksAndCancelsByOperation() throws Exception {
    answers(200, "{\"state\":\"RUNNING\"}");

    port.status(agent, PULL, "op 1/2", Duration.ofSeconds(5), "g");
    port.cancel(agent, PULL, "op 1/2", 7, "g");

    assertThat(requests)
        .containsExactly(
            "GET /v1/pulls/op%201%2F2?wait_ms=5000 Bearer g ",
            "DELETE /v1/pulls/op%201%2F2 Bearer g ");
  }

  @Test
  void readsTheEndOfAPull() throws Exception {
    answers(
        200,
        "{\"operation_id\":\"op-1\",\"epoch\":7,\"state\":\"DONE\",\"bytes_done\":1000,"
            + "\"bytes_total\":1000,\"bytes_received\":900,\"source_node\":\"a\",\"boot\":3,"
            + "\"sequence\":17,\"path\":\"/data/x\",\"sha256\":\""
            + Requests.SHA256
            + "\"}");

    assertThat(ask()).isEqualTo(SimulatedAgent.done(900));
  }

  @Test
  void readsAFailure() throws Exception {
    answers(
        200,
        "{\"operation_id\":\"op-1\",\"epoch\":7,\"state\":\"FAILED\",\"bytes_done\":0,"
            + "\"bytes_total\":1000,\"bytes_received\":0,\"source_node\":\"a\","
            + "\"failure\":{\"code\":\"stalled\",\"reaction\":\"RETRY_SAME\","
            + "\"message\":\"it says stalled\"}}");

    assertThat(ask()).isEqualTo(SimulatedAgent.failed("a", "stalled", "RETRY_SAME"));
  }

  @Test
  void tellsBusyFromRefusedFromUnknown() throws Exception {
    answers(
        503,
        "{\"error\":{\"code\":\"busy\",\"message\":\"m\",\"reason\":\"all 2 slots are taken\","
            + "\"retry_after_ms\":2000}}");
    assertThat(ask())
        .isEqualTo(new AgentReply.Busy("all 2 slots are taken", Duration.ofSeconds(2)));

    answers(404, "{\"error\":{\"code\":\"unknown_pull\",\"message\":\"m\"}}");
    assertThat(ask()).isEqualTo(new AgentReply.Unknown());

    answers(
        409,
        "{\"error\":{\"code\":\"superseded\",\"message\":\"epoch 8\",\"reaction\":\"GIVE_UP\"}}");
    assertThat(ask())
        .isEqualTo(new AgentReply.Refused("superseded", Optional.of(Reaction.GIVE_UP), "epoch 8"));

    answers(422, "{\"error\":{\"code\":\"target_refuses\",\"message\":\"not GAME\"}}");
    assertThat(ask())
        .isEqualTo(new AgentReply.Refused("target_refuses", Optional.empty(), "not GAME"));
  }

  @Test
  void noticesWhatIsNoAgent() throws Exception {
    for (String other :
        List.of("", "<html>login</html>", "{}", "[]", "null", "{\"state\":\"?\"}")) {
      answers(200, other);
      assertThat(ask()).as(other).isInstanceOf(AgentReply.Nonsense.class);
      answers(502, other);
      assertThat(ask()).as(other).isInstanceOf(AgentReply.Nonsense.class);
    }
  }

  @Test
  void whatNoResultCouldCarryIsNoAnswer() throws Exception {
    for (String field :
        List.of(
            "\"bytes_done\":-1",
            "\"bytes_received\":-1",
            "\"source_node\":\"a b\"",
            "\"failure\":{\"code\":\"no token\",\"message\":\"m\"}",
            "\"boot\":-3",
            "\"sequence\":-1",
            "\"path\":\"/data/\\u0007\"",
            "\"dropped_sources\":[{\"source_node\":\"a\",\"message\":\"without a code\"}]",
            "\"dropped_sources\":[{\"source_node\":\"\",\"code\":\"stalled\"}]")) {
      answers(200, "{\"state\":\"FAILED\"," + field + "}");
      assertThat(ask()).as(field).isInstanceOf(AgentReply.Nonsense.class);
    }
    answers(409, "{\"error\":{\"code\":\"no token\",\"message\":\"m\"}}");
    assertThat(ask()).isInstanceOf(AgentReply.Nonsense.class);
  }

  @Test
  void whoIsBusyForAgesIsAskedAgainSooner() throws Exception {
    answers(
        503,
        "{\"error\":{\"code\":\"busy\",\"message\":\"m\",\"retry_after_ms\":"
            + Long.MAX_VALUE
            + "}}");

    assertThat(ask()).isEqualTo(new AgentReply.Busy("m", Told.LONGEST_WAIT));
  }

  @Test
  void saysWhenNobodyAnswers() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    agent = NodeAddress.of("gpu-1", "http://127.0.0.1:" + closed);

    assertThat(ask())
        .isInstanceOfSatisfying(
            AgentReply.Unreachable.class,
            reply -> assertThat(reply.message()).contains("gpu-1").contains("doesn't answer"));
  }

  @Test
  void saysWhenThereIsNoWay() throws Exception {
    agent = new NodeAddress("nat-1", Optional.empty());
    assertThat(ask())
        .isEqualTo(new AgentReply.NoWay("agent of nat-1 (no endpoint) can't be called"));

    agent = NodeAddress.of("gpu-1", "ftp://somewhere");
    assertThat(ask()).isInstanceOf(AgentReply.NoWay.class);
    agent = NodeAddress.of("gpu-1", "no url at all");
    assertThat(ask()).isInstanceOf(AgentReply.NoWay.class);
  }

  private AgentReply ask() throws InterruptedException {
    return port.status(agent, PULL, "op-1", Duration.ZERO, "g");
  }

  private void answers(int code, String body) {
    status = code;
    answer = body;
  }

  private static PullOrder order() {
    return PULL.order(Requests.from("a"), NodeAddress.of("a", "http://a"), null, List.of());
  }
}
