package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.SwarmPair;
import io.ringrift.dataplane.agent.SwarmTarget;
import io.ringrift.dataplane.agent.fetch.bittorrent.Aria2Program;
import io.ringrift.dataplane.agent.fetch.bittorrent.BittorrentFetcher;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpFetcher;
import io.ringrift.dataplane.agent.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a swarm is for: three nodes want one large model of a source with a slow line. */
@Timeout(180)
class SwarmOfThreeTest {
  private static final long MIB = 1 << 20;
  private static final long SOURCE_SENDS = 8 * MIB;
  private static final long BYTES = 64 * MIB;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path folder;
  private final List<SwarmTarget> targets = new ArrayList<>();
  private SwarmPair swarm;

  @BeforeEach
  void start() throws IOException {
    Aria2Program.require();
    swarm = new SwarmPair(folder);
    swarm
        .agents()
        .restartSource(new AgentPair.Limits(4, 1, Long.MAX_VALUE, 8 * MIB, Duration.ofSeconds(20)));
    for (String nodeId : new String[] {"gpu-3", "gpu-4", "gpu-5"}) {
      targets.add(new SwarmTarget(swarm.agents(), folder, nodeId));
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (SwarmTarget target : targets) {
      target.close();
    }
    if (swarm != null) {
      swarm.agents().close();
      swarm.close();
    }
  }

  @Test
  void theyBringEachOtherWhatTheSourceThenNeedNotSend() throws Exception {
    PullOrder order = offer("models/hex8_2p/wanted.pth", BYTES, BittorrentFetcher.TRANSPORT);

    for (SwarmTarget target : targets) {
      target.submit(order);
    }

    for (SwarmTarget target : targets) {
      PullStatus status = target.await(order, PATIENCE);
      assertThat(status.failure()).isNull();
      assertThat(status.state()).isEqualTo(PullState.DONE);
      assertThat(target.place(order)).hasSameBinaryContentAs(swarm.agents().atSource(order));
    }
    // One after another, or each on its own, it would have sent three times as much.
    assertThat(swarm.proxy().bytesDown()).isBetween(BYTES, 2 * BYTES);
  }

  @Test
  void aNodeWithoutTheProgramSaysSoAndFetchesByHttp() throws Exception {
    PullOrder order = offer("models/hex8_2p/small.pth", MIB, P2pHttpFetcher.TRANSPORT);
    Program nowhere = Program.of(folder.resolve("aria2c").toString());
    try (SwarmTarget without = new SwarmTarget(swarm.agents(), folder, "gpu-6", nowhere, 0, 0)) {
      String why = folder.resolve("aria2c") + " is no program";

      assertThat(without.unavailable()).containsEntry(BittorrentFetcher.TRANSPORT, why);
      PullAnswer refused =
          without.submit(
              order.from(order.peerNode(), order.peerUrl(), BittorrentFetcher.TRANSPORT));
      assertThat(refused)
          .isInstanceOfSatisfying(
              PullAnswer.Refused.class,
              refusal -> {
                assertThat(refusal.cause()).isEqualTo(PullAnswer.Cause.UNKNOWN_TRANSPORT);
                assertThat(refusal.message()).contains(why);
              });
      without.submit(order);
      assertThat(without.await(order, PATIENCE).state()).isEqualTo(PullState.DONE);
    }
  }

  private PullOrder offer(String itemId, long bytes, String transport) throws IOException {
    PullOrder order = swarm.agents().offer(itemId, bytes, bytes);
    return order.from(order.peerNode(), swarm.agents().source().endpoint(), transport);
  }
}
