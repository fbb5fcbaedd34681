package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.SwarmPair;
import io.ringrift.dataplane.agent.SwarmTarget;
import io.ringrift.dataplane.agent.fetch.bittorrent.Aria2Program;
import io.ringrift.dataplane.agent.fetch.bittorrent.BittorrentFetcher;
import io.ringrift.dataplane.agent.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source that gives large models to a swarm of as many targets as a test asks for. */
abstract class SwarmFixture {
  static final long MIB = 1 << 20;
  static final long BYTES = 64 * MIB;

  /** Bytes per second of a node whose line is slow: the swarm takes seconds, not moments. */
  static final long LIMIT = 8 * MIB;

  static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;
  final List<SwarmTarget> targets = new ArrayList<>();
  SwarmPair swarm;

  @BeforeEach
  void openSwarm() throws IOException {
    Aria2Program.require();
    swarm = new SwarmPair(folder);
  }

  @AfterEach
  void closeSwarm() throws IOException {
    for (SwarmTarget target : targets) {
      target.close();
    }
    if (swarm != null) {
      swarm.agents().close();
      swarm.close();
    }
  }

  final void limitSource() throws IOException {
    swarm.agents().restartSource(AgentPair.Limits.rate(LIMIT, Duration.ofSeconds(20)));
  }

  /**
   * @param in bytes per second that it receives, 0: no limit
   * @param out bytes per second that it sends, 0: no limit
   */
  final SwarmTarget target(String nodeId, long in, long out) throws IOException {
    SwarmTarget target =
        new SwarmTarget(swarm.agents(), folder, nodeId, Program.of("aria2c"), in, out);
    targets.add(target);
    return target;
  }

  /** An order for what the source holds, by swarm. */
  final PullOrder offer(String itemId, long bytes) throws IOException {
    PullOrder order = swarm.agents().offer(itemId, bytes, itemId.hashCode());
    return order.from(
        order.peerNode(), swarm.agents().source().endpoint(), BittorrentFetcher.TRANSPORT);
  }

  /** All begin before any is waited for, so that they can bring each other what they have. */
  final void fetch(PullOrder order, List<SwarmTarget> members) throws Exception {
    for (SwarmTarget target : members) {
      target.submit(order);
    }
    for (SwarmTarget target : members) {
      PullStatus status = target.await(order, PATIENCE);
      assertThat(status.failure()).isNull();
      assertThat(status.state()).isEqualTo(PullState.DONE);
      assertThat(target.place(order)).hasSameBinaryContentAs(swarm.agents().atSource(order));
    }
  }
}
