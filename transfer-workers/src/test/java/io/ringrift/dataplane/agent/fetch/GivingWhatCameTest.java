package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.MoreSource;
import io.ringrift.dataplane.agent.Orders;
import io.ringrift.dataplane.worker.grant.Grant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that get the same content at the same time give each other what has come. */
@Timeout(120)
class GivingWhatCameTest {
  private static final String ITEM = "models/hex8_2p/large.pth";
  private static final long MIB = 1 << 20;
  private static final long SIZE = 40 * MIB + 5;

  @TempDir Path folder;
  private AgentPair agents;
  private MoreSource origin;
  private MoreSource other;
  private FaultyProxy toTarget;
  private PullOrder order;
  private byte[] content;

  @BeforeEach
  void startAgents() throws IOException {
    agents = new AgentPair(folder);
    toTarget = new FaultyProxy(agents.target().endpoint());
    // Its line is what limits.
    origin = new MoreSource(agents, folder, "gpu-8", 8 * MIB);
    other = new MoreSource(agents, folder, "gpu-9", 0);
    order = agents.offer(ITEM, SIZE, 1);
    content = Files.readAllBytes(agents.atSource(order));
    order = order.from("gpu-8", origin.proxy().url(), "p2p_http");
    origin.hold(order, content);
    origin.knowChunks(order, content);
  }

  @AfterEach
  void stopAgents() throws IOException {
    toTarget.close();
    other.close();
    origin.close();
    agents.close();
  }

  @Test
  void twoThatGetItAtOnceSpareTheSourceMuchOfTheSecondCopy() throws Exception {
    PullOrder second = Orders.withEpoch(order, "op-second", 1);
    PullOrder.Other target =
        new PullOrder.Other(
            AgentPair.TARGET, toTarget.url(), fromTarget(second, toTarget.url()), true);
    agents
        .pulls()
        .submit(order.with(List.of(other.receiving(order))), origin.grant(order, AgentPair.TARGET));
    other.pulls().submit(second.with(List.of(target)), origin.grant(second, "gpu-9"));

    assertDone(agents.pulls(), order);
    assertDone(other.pulls(), second);
    assertThat(Files.readAllBytes(agents.atTarget(order))).isEqualTo(content);
    assertThat(other.path(order)).hasBinaryContent(content);
    assertThat(toTarget.bytesDown()).isGreaterThan(5 * MIB);
    assertThat(other.proxy().bytesDown()).isGreaterThan(5 * MIB);
    assertThat(origin.proxy().bytesDown()).isLessThan(2 * SIZE - 10 * MIB);
  }

  @Test
  void oneThatNeverBeginsIsNeitherWaitedForNorBlamed() throws Exception {
    agents
        .pulls()
        .submit(order.with(List.of(other.receiving(order))), origin.grant(order, AgentPair.TARGET));

    assertThat(assertDone(agents.pulls(), order).dropped()).isEmpty();
  }

  @Test
  void oneThatHasFinishedIsASourceLikeAnyOther() throws Exception {
    other.hold(order, content);
    agents
        .pulls()
        .submit(order.with(List.of(other.receiving(order))), origin.grant(order, AgentPair.TARGET));

    assertDone(agents.pulls(), order);
    assertThat(other.proxy().bytesDown()).isGreaterThan(20 * MIB);
  }

  private PullStatus assertDone(Pulls pulls, PullOrder ordered) throws InterruptedException {
    PullStatus status = pulls.await(ordered.operationId(), Duration.ofSeconds(60)).orElseThrow();
    assertThat(status.failure()).isNull();
    assertThat(status.state()).isEqualTo(PullState.DONE);
    return status;
  }

  private String fromTarget(PullOrder ordered, URI url) {
    return agents
        .signer()
        .sign(
            new Grant(
                    ordered.operationId(),
                    ordered.epoch(),
                    ITEM,
                    ordered.sha256(),
                    AgentPair.TARGET,
                    "gpu-9")
                .at(url.toString(), null));
  }
}
