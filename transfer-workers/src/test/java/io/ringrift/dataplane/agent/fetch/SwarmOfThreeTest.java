package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.SwarmTarget;
import io.ringrift.dataplane.agent.fetch.bittorrent.BittorrentFetcher;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpFetcher;
import io.ringrift.dataplane.agent.program.Program;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a swarm is for: three nodes want one large model of a source with a slow line. */
@Timeout(180)
class SwarmOfThreeTest extends SwarmFixture {

  @BeforeEach
  void start() throws IOException {
    limitSource();
    for (String nodeId : new String[] {"gpu-3", "gpu-4", "gpu-5"}) {
      target(nodeId, 0, 0);
    }
  }

  @Test
  void theyBringEachOtherWhatTheSourceThenNeedNotSend() throws Exception {
    PullOrder order = offer("models/hex8_2p/wanted.pth", BYTES);

    fetch(order, targets);

    // One after another, or each on its own, it would have sent three times as much.
    assertThat(swarm.proxy().bytesDown()).isBetween(BYTES, 2 * BYTES);
  }

  @Test
  void aNodeWithoutTheProgramSaysSoAndFetchesByHttp() throws Exception {
    PullOrder order = offer("models/hex8_2p/small.pth", MIB);
    Program nowhere = Program.of(folder.resolve("aria2c").toString());
    try (SwarmTarget without = new SwarmTarget(swarm.agents(), folder, "gpu-6", nowhere, 0, 0)) {
      String why = folder.resolve("aria2c") + " is no program";

      assertThat(without.unavailable()).containsEntry(BittorrentFetcher.TRANSPORT, why);
      PullAnswer refused = without.submit(order);
      assertThat(refused)
          .isInstanceOfSatisfying(
              PullAnswer.Refused.class,
              refusal -> {
                assertThat(refusal.cause()).isEqualTo(PullAnswer.Cause.UNKNOWN_TRANSPORT);
                assertThat(refusal.message()).contains(why);
              });
      without.submit(order.from(order.peerNode(), order.peerUrl(), P2pHttpFetcher.TRANSPORT));
      assertThat(without.await(order, PATIENCE).state()).isEqualTo(PullState.DONE);
    }
  }
}
