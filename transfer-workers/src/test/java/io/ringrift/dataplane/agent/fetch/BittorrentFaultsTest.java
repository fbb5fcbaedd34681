package io.ringrift.dataplane.agent.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.Orders;
import io.ringrift.dataplane.agent.SwarmPair;
import io.ringrift.dataplane.agent.fetch.bittorrent.Aria2Program;
import io.ringrift.dataplane.agent.fetch.bittorrent.BittorrentFetcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a swarm beyond what any transport must bear. */
@Timeout(120)
class BittorrentFaultsTest {
  private static final long MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private SwarmPair swarm;
  private AgentPair agents;

  @BeforeEach
  void start() throws IOException {
    Aria2Program.require();
    swarm = new SwarmPair(folder, Duration.ofSeconds(15));
    agents = swarm.agents();
  }

  @AfterEach
  void stop() throws IOException {
    if (agents != null) {
      agents.close();
      swarm.close();
    }
  }

  @Test
  void aPieceThatIsSpoiltOnTheWayIsAllThatIsFetchedAgain() throws Exception {
    PullOrder order = offer("models/hex8_2p/flipped.pth", 20 * MIB);
    swarm.proxy().flipAfter(10 * MIB);

    PullStatus first = pull(order);
    PullStatus status = first.state() == PullState.DONE ? first : pull(order);

    assertThat(status.state()).isEqualTo(PullState.DONE);
    assertThat(agents.atTarget(order)).hasSameBinaryContentAs(agents.atSource(order));
    assertThat(swarm.proxy().bytesDown()).isLessThan(28 * MIB);
  }

  @Test
  void whatTheSourceHashesForTheSwarmIsCounted() throws Exception {
    AtomicLong hashed = new AtomicLong();
    HttpServer source = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    source.createContext(
        "/v1/swarms/",
        exchange -> {
          byte[] body = "{\"hashed_bytes\":%d}".formatted(hashed.addAndGet(MIB)).getBytes(UTF_8);
          exchange.sendResponseHeaders(202, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    source.start();
    try {
      PullOrder order = offer("models/hex8_2p/hashed.pth", 20 * MIB);
      URI url = URI.create("http://127.0.0.1:" + source.getAddress().getPort());
      PullOrder there = order.from(order.peerNode(), url, order.transport());

      agents.pulls().submit(there, agents.grant(there));

      Awaitility.await().until(() -> status(there).bytesPrepared() > 3 * MIB);
      agents.pulls().cancel(there.operationId());
    } finally {
      source.stop(0);
    }
  }

  @Test
  void aFetchGoesOnWhenItsProcessIsKilled() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(10 * MIB, Duration.ofSeconds(10)));
    PullOrder order = offer("models/hex8_2p/killed.pth", 40 * MIB);
    agents.pulls().submit(order, agents.grant(order));
    Awaitility.await().atMost(PATIENCE).until(() -> status(order).bytesDone() > 15 * MIB);

    swarm.kill(AgentPair.TARGET);
    PullStatus status = agents.pulls().await(order.operationId(), PATIENCE).orElseThrow();

    assertThat(status.failure()).isNull();
    assertThat(agents.atTarget(order)).hasSameBinaryContentAs(agents.atSource(order));
    assertThat(swarm.proxy().bytesDown()).isLessThan(48 * MIB);
  }

  @Test
  void aSourceWhoseProcessIsKilledGivesOn() throws Exception {
    PullOrder order = offer("models/hex8_2p/source-killed.pth", 4 * MIB);
    assertThat(pull(order).state()).isEqualTo(PullState.DONE);
    swarm.kill(AgentPair.SOURCE);
    agents.restartTarget(AgentPair.Limits.rate(0, Duration.ofSeconds(10)));
    Files.delete(agents.atTarget(order));

    PullStatus status = pull(Orders.withEpoch(order, "op-again", 2));

    assertThat(status.failure()).isNull();
    assertThat(agents.atTarget(order)).hasSameBinaryContentAs(agents.atSource(order));
  }

  @Test
  void whatNobodyWantsIsNoLongerGiven() throws Exception {
    PullOrder order = offer("models/hex8_2p/unwanted.pth", 2 * MIB);
    assertThat(pull(order).state()).isEqualTo(PullState.DONE);

    Awaitility.await().atMost(PATIENCE).until(() -> swarm.given(AgentPair.TARGET) == 0);
    Awaitility.await().atMost(PATIENCE).until(() -> swarm.given(AgentPair.SOURCE) == 0);
  }

  @Test
  void aFileThatWasReplacedIsGivenToItsEndUnderItsOldHash() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(8 * MIB, Duration.ofSeconds(10)));
    PullOrder order = offer("models/hex8_2p/replaced.pth", 24 * MIB);
    byte[] before = Files.readAllBytes(agents.atSource(order));
    agents.pulls().submit(order, agents.grant(order));
    Awaitility.await().atMost(PATIENCE).until(() -> status(order).bytesDone() > 4 * MIB);

    Path newer = Files.writeString(folder.resolve("newer"), "newer");
    Files.move(newer, agents.atSource(order), StandardCopyOption.REPLACE_EXISTING);
    PullStatus status = agents.pulls().await(order.operationId(), PATIENCE).orElseThrow();

    assertThat(status.failure()).isNull();
    assertThat(agents.atTarget(order)).hasBinaryContent(before);
  }

  @Test
  void anAgentEndsItsProcessWithItself() throws Exception {
    PullOrder order = offer("models/hex8_2p/end.pth", MIB);
    assertThat(pull(order).state()).isEqualTo(PullState.DONE);
    ProcessHandle process = swarm.process(AgentPair.TARGET);

    agents.target().close();

    assertThat(process.isAlive()).isFalse();
  }

  private PullOrder offer(String itemId, long bytes) throws IOException {
    PullOrder order = agents.offer(itemId, bytes, bytes);
    return order.from(order.peerNode(), order.peerUrl(), BittorrentFetcher.TRANSPORT);
  }

  private PullStatus pull(PullOrder order) throws Exception {
    agents.pulls().submit(order, agents.grant(order));
    return agents.pulls().await(order.operationId(), PATIENCE).orElseThrow();
  }

  private PullStatus status(PullOrder order) {
    return agents.pulls().status(order.operationId()).orElseThrow();
  }
}
