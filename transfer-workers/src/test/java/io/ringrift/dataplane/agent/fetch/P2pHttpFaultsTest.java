package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.worker.grant.Grant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What p2p_http does beyond the contract of all transports. */
class P2pHttpFaultsTest {
  private static final String ITEM = "models/hex8_2p/m.pth";
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private AgentPair agents;

  @BeforeEach
  void startAgents() throws IOException {
    agents = new AgentPair(folder, Duration.ofSeconds(1));
  }

  @AfterEach
  void stopAgents() throws IOException {
    agents.close();
  }

  @Test
  void goesOnByItselfAfterASingleCut() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(8 * MIB));
    PullOrder order = agents.offer(ITEM, 20 * MIB, 1);
    agents.pulls().submit(order, agents.grant(order));
    Awaitility.await().until(() -> agents.proxy().bytesDown() > 6 * MIB);

    agents.proxy().cutOnce();

    PullStatus status = end(order);
    assertThat(status.state()).isEqualTo(PullState.DONE);
    assertThat(status.bytesReceived()).isEqualTo(order.sizeBytes());
    assertThat(agents.atTarget(order)).hasSameBinaryContentAs(agents.atSource(order));
  }

  @Test
  void noticesASilentSource() throws Exception {
    PullOrder order = agents.offer(ITEM, 20 * MIB, 1);
    agents.proxy().silentAfter(5 * MIB);
    agents.pulls().submit(order, agents.grant(order));

    PullStatus.Failure failure = end(order).failure();

    assertThat(failure.code()).isEqualTo(FailureCode.STALLED);
    assertThat(failure.reaction()).isEqualTo(Reaction.RETRY_SAME);
    assertThat(failure.message()).endsWith("no bytes for 1000 ms");
  }

  @Test
  void asksForANewGrantWhenTheOldOneHasExpired() throws Exception {
    PullOrder order = agents.offer(ITEM, MIB, 1);
    String expired =
        agents
            .signerAt(Instant.now().minus(Duration.ofMinutes(6)))
            .sign(
                new Grant(
                    order.operationId(),
                    order.epoch(),
                    ITEM,
                    order.sha256(),
                    AgentPair.SOURCE,
                    AgentPair.TARGET));
    agents.pulls().submit(order, expired);

    PullStatus.Failure failure = end(order).failure();

    assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHORISED);
    assertThat(failure.reaction()).isEqualTo(Reaction.RETRY_SAME);
    agents.pulls().submit(order, agents.grant(order));
    assertThat(end(order).state()).isEqualTo(PullState.DONE);
  }

  @Test
  void givesUpWithAGrantThatIsNotForTheSource() throws Exception {
    PullOrder order = agents.offer(ITEM, MIB, 1);
    String other =
        agents.signer().sign(new Grant("op", 1, ITEM, order.sha256(), "gpu-9", AgentPair.TARGET));
    agents.pulls().submit(order, other);

    PullStatus.Failure failure = end(order).failure();

    assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHORISED);
    assertThat(failure.reaction()).isEqualTo(Reaction.GIVE_UP);
    assertThat(failure.message())
        .isEqualTo(
            "source answers 403 unauthorised: grant is for source node gpu-9, not for gpu-1");
  }

  @Test
  void tellsAFullDiskFromABrokenOne() {
    assertThat(FailureCode.ofDisk(new IOException("No space left on device")))
        .isEqualTo(FailureCode.DISK_FULL);
    assertThat(FailureCode.ofDisk(new IOException("Input/output error")))
        .isEqualTo(FailureCode.TARGET_IO);
  }

  private PullStatus end(PullOrder order) throws InterruptedException {
    return agents.pulls().await(order.operationId(), Duration.ofSeconds(30)).orElseThrow();
  }
}
