package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.MoreSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One item from several sources: who dies, lies or is slow doesn't matter, and is named. */
@Timeout(120)
class SeveralSourcesTest {
  private static final String ITEM = "models/hex8_2p/large.pth";
  private static final long MIB = 1 << 20;
  private static final long SIZE = 40 * MIB + 777;

  /** What streams may have under way when a source goes: a chunk each. */
  private static final long AGAIN = 8 * MIB;

  @TempDir Path folder;
  private AgentPair agents;
  private MoreSource second;
  private MoreSource third;
  private PullOrder order;
  private byte[] content;

  @BeforeEach
  void startAgents() throws IOException {
    agents = new AgentPair(folder);
    // Slow enough for the others to join while most is still missing.
    agents.restartTarget(AgentPair.Limits.rate(16 * MIB));
    order = agents.offer(ITEM, SIZE, 1);
    content = Files.readAllBytes(agents.atSource(order));
    second = new MoreSource(agents, folder, "gpu-3", 0);
    third = new MoreSource(agents, folder, "gpu-4", 0);
    MoreSource.pretendList(agents.source(), order, content);
    second.hold(order, content);
    third.hold(order, content);
  }

  @AfterEach
  void stopAgents() throws IOException {
    second.close();
    third.close();
    agents.close();
  }

  @Test
  void takesPartFromEachAndEachPartOnce() throws Exception {
    PullStatus status = pull(second, third);

    assertWhole(status);
    assertThat(status.dropped()).isEmpty();
    assertThat(status.bytesReceived()).isEqualTo(SIZE);
    assertThat(agents.proxy().bytesDown()).isBetween(2 * MIB, SIZE - 4 * MIB);
    assertThat(second.proxy().bytesDown()).isGreaterThan(2 * MIB);
    assertThat(third.proxy().bytesDown()).isGreaterThan(2 * MIB);
  }

  @Test
  void goesOnWithoutOneThatDies() throws Exception {
    second.proxy().cutAfter(2 * MIB);

    PullStatus status = pull(second, third);

    assertWhole(status);
    // Its part may have been taken over before it was given up.
    assertThat(status.dropped()).extracting(PullStatus.Dropped::node).isSubsetOf("gpu-3");
    assertThat(status.bytesReceived()).isLessThanOrEqualTo(SIZE + AGAIN);
  }

  @Test
  void goesOnWhenTheOrderedOneDies() throws Exception {
    agents.proxy().cutAfter(8 * MIB);

    PullStatus status = pull(second);

    assertWhole(status);
    assertThat(status.dropped()).extracting(PullStatus.Dropped::node).isSubsetOf(AgentPair.SOURCE);
  }

  @Test
  void goesOnWithoutOneThatFallsSilent() throws Exception {
    second.proxy().silentAfter(2 * MIB);

    assertWhole(pull(second, third));
  }

  @Test
  void dropsOneWhoseBytesAreWrongAndNamesIt() throws Exception {
    second.hold(order, spoilt());

    PullStatus status = pull(second, third);

    assertWhole(status);
    assertThat(status.dropped())
        .extracting(PullStatus.Dropped::node, PullStatus.Dropped::code)
        .containsExactly(tuple("gpu-3", FailureCode.CHECKSUM_MISMATCH));
    assertThat(status.bytesReceived()).isLessThanOrEqualTo(SIZE + AGAIN);
  }

  @Test
  void findsOutAListThatFitsFalseBytesAndKeepsTheHonestOnes() throws Exception {
    MoreSource.pretend(agents.source(), order, spoilt());
    MoreSource.pretendList(agents.source(), order, spoilt());

    PullStatus status = pull(second);

    assertWholeAs(content, status);
    assertThat(status.dropped())
        .extracting(PullStatus.Dropped::node, PullStatus.Dropped::code)
        .containsExactly(tuple(AgentPair.SOURCE, FailureCode.CHECKSUM_MISMATCH));
    assertThat(status.bytesReceived()).isLessThanOrEqualTo(2 * SIZE + AGAIN);
  }

  @Test
  void blamesNobodyForAListThatCameTooLateToBeProven() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(0));

    PullStatus status = pull(second);

    assertWhole(status);
    assertThat(status.dropped()).isEmpty();
  }

  @Test
  void aSlowOneGivesItsPartsBack() throws Exception {
    try (MoreSource slow = new MoreSource(agents, folder, "gpu-5", 200_000)) {
      slow.hold(order, content);

      PullStatus status = pull(slow);

      assertWhole(status);
      assertThat(status.dropped()).isEmpty();
      assertThat(slow.proxy().bytesDown()).isLessThan(4 * MIB);
    }
  }

  @Test
  void sourcesThatJoinARunningPullAreUsed() throws Exception {
    agents.restartTarget(AgentPair.Limits.rate(16 * MIB));
    agents.pulls().submit(order, agents.grant(order));

    PullStatus status = pull(second, third);

    assertWhole(status);
    assertThat(second.proxy().bytesDown()).isGreaterThan(2 * MIB);
    assertThat(status.bytesReceived()).isEqualTo(SIZE);
  }

  /** Every chunk has a wrong byte. */
  private byte[] spoilt() {
    byte[] spoilt = content.clone();
    for (int i = 1000; i < spoilt.length; i += MIB) {
      spoilt[i] ^= 1;
    }
    return spoilt;
  }

  private PullStatus pull(MoreSource... more) throws Exception {
    List<PullOrder.Other> others = Arrays.stream(more).map(source -> source.other(order)).toList();
    assertThat(agents.pulls().submit(order.with(others), agents.grant(order)))
        .isInstanceOf(PullAnswer.Accepted.class);
    return end();
  }

  private PullStatus end() throws InterruptedException {
    return agents.pulls().await(order.operationId(), Duration.ofSeconds(60)).orElseThrow();
  }

  private void assertWhole(PullStatus status) throws IOException {
    assertWholeAs(content, status);
  }

  private void assertWholeAs(byte[] expected, PullStatus status) throws IOException {
    assertThat(status.failure()).isNull();
    assertThat(status.state()).isEqualTo(PullState.DONE);
    assertThat(Files.readAllBytes(agents.atTarget(order))).isEqualTo(expected);
  }
}
