package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ringrift.dataplane.worker.tls.TestAuthority;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that calls an agent over TLS. */
class HttpWayTlsTest {
  private static final Errand PULL = new Errand(Errand.Direction.PULL, TransportKind.P2P_HTTP);
  private static final byte[] UNKNOWN =
      "{\"error\":{\"code\":\"unknown_pull\"}}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private TestAuthority cluster;
  private HttpsServer server;

  @BeforeEach
  void start() throws IOException {
    cluster = TestAuthority.in(folder, "cluster");
    Tls agent = cluster.tls(cluster.issue("agent", "ip:127.0.0.1"), false);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(agent.context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, UNKNOWN.length);
          exchange.getResponseBody().write(UNKNOWN);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void speaksWithAnAgentOfItsAuthority() throws Exception {
    assertThat(ask(cluster.tls(null, false))).isInstanceOf(AgentReply.Unknown.class);
  }

  @Test
  void distrustIsARefusalForGoodAndNoSilence() throws Exception {
    AgentReply reply = ask(TestAuthority.in(folder, "strangers").tls(null, false));

    assertThat(reply).isInstanceOf(AgentReply.Refused.class);
    assertThat(((AgentReply.Refused) reply).code())
        .isEqualTo(FailureCode.UNTRUSTED_PEER.wireName());
    assertThat(FailureCode.UNTRUSTED_PEER.reaction()).isEqualTo(Reaction.GIVE_UP);
    assertThat(((AgentReply.Refused) reply).message()).contains("don't trust one another");
  }

  private AgentReply ask(Tls tls) throws InterruptedException {
    NodeAddress agent =
        NodeAddress.of("gpu-1", "https://127.0.0.1:" + server.getAddress().getPort());
    HttpWay way = new HttpWay(tls);
    return new AgentApi(way, way).status(agent, PULL, "op-1", Duration.ZERO, "the.grant");
  }
}
