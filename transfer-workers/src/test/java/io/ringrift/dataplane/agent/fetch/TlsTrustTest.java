package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.Orders;
import io.ringrift.dataplane.worker.tls.TestAuthority;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who speaks with whom, and what is said when they don't. */
class TlsTrustTest {
  @TempDir static Path certificates;
  private static TestAuthority cluster;
  private static Path node;
  private static Path expired;
  private static Path otherHost;
  private static Path stranger;

  @TempDir Path folder;

  @BeforeAll
  static void certify() {
    cluster = TestAuthority.in(certificates, "cluster");
    node = cluster.issue("node", "ip:127.0.0.1");
    expired = cluster.issue("expired", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
    otherHost = cluster.issue("elsewhere", "dns:gpu-9.example");
    stranger = TestAuthority.in(certificates, "strangers").issue("stranger", "ip:127.0.0.1");
  }

  @Test
  void aSourceIsNoSourceIfItsCertificateIsNotToBeTrusted() throws Exception {
    assertUntrusted(pull(cluster.tls(stranger, false), cluster.tls(node, false)), "unable to find");
    assertUntrusted(pull(cluster.tls(expired, false), cluster.tls(node, false)), "NotAfter");
    assertUntrusted(pull(cluster.tls(otherHost, false), cluster.tls(node, false)), "127.0.0.1");
  }

  @Test
  void aClientWithoutACertificateIsToldThatItLacksOne() throws Exception {
    assertUntrusted(pull(cluster.tls(node, true), cluster.tls(null, false)), "mutual TLS");
    assertThat(pull(cluster.tls(node, false), cluster.tls(null, false)).state())
        .isEqualTo(PullState.DONE);
  }

  @Test
  void aClientWithACertificateOfSomebodyElseGetsNothing() throws Exception {
    PullStatus status = pull(cluster.tls(node, true), cluster.tls(stranger, false));

    assertThat(status.state()).isEqualTo(PullState.FAILED);
    assertThat(status.bytesReceived()).isZero();
  }

  @Test
  void aChangedFileIsUsedWithoutARestart() throws Exception {
    Path own = Files.copy(expired, folder.resolve("own.p12"));
    AtomicLong now = new AtomicLong();
    Tls changing =
        Tls.of(new TlsFiles(own, null, cluster.trust(), TestAuthority.PASSWORD), false, now::get);
    try (AgentPair agents = pair(changing, cluster.tls(node, false))) {
      PullOrder order = agents.offer("models/hex8_2p/a.pth", 1000, 1);
      assertUntrusted(pull(agents, order), "NotAfter");

      Files.writeString(own, "half a file");
      Files.setLastModifiedTime(own, FileTime.from(Instant.now().plusSeconds(10)));
      now.addAndGet(Duration.ofSeconds(2).toNanos());
      assertUntrusted(pull(agents, Orders.withEpoch(order, "op-2", 2)), "NotAfter");

      Files.copy(node, own, StandardCopyOption.REPLACE_EXISTING);
      Files.setLastModifiedTime(own, FileTime.from(Instant.now().plusSeconds(20)));
      now.addAndGet(Duration.ofSeconds(2).toNanos());
      assertThat(pull(agents, Orders.withEpoch(order, "op-3", 3)).state())
          .isEqualTo(PullState.DONE);
    }
  }

  @Test
  void trainersOnTheHostNeedNoCertificate() throws Exception {
    Tls server = cluster.tls(node, true);
    try (AgentPair agents = pair(server, server)) {
      String agent = agents.target().endpoint().toString();

      assertThat(get(agent + "/v1/ready?config=hex8_2p").statusCode()).isNotEqualTo(403);
      HttpResponse<String> refused = get(agent + "/v1/pulls/op-1");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("untrusted_peer");
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newBuilder()
        .sslContext(cluster.tls(null, false).context())
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private PullStatus pull(Tls source, Tls target) throws Exception {
    try (AgentPair agents = pair(source, target)) {
      return pull(agents, agents.offer("models/hex8_2p/a.pth", 1000, 1));
    }
  }

  private AgentPair pair(Tls source, Tls target) throws IOException {
    return new AgentPair(
        Files.createTempDirectory(folder, "pair"),
        Map.of(AgentPair.SOURCE, source, AgentPair.TARGET, target));
  }

  private static PullStatus pull(AgentPair agents, PullOrder order) throws Exception {
    agents.pulls().submit(order, agents.grant(order));
    return agents.pulls().await(order.operationId(), Duration.ofSeconds(60)).orElseThrow();
  }

  private static void assertUntrusted(PullStatus status, String why) {
    assertThat(status.state()).isEqualTo(PullState.FAILED);
    assertThat(status.failure().code()).isEqualTo(FailureCode.UNTRUSTED_PEER);
    assertThat(status.failure().reaction()).isEqualTo(Reaction.OTHER_SOURCE);
    assertThat(status.failure().message()).contains(why);
  }
}
