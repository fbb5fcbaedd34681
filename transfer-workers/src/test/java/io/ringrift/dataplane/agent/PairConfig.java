package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullLimits;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the agents of an {@link AgentPair} are made of, and those beside them. */
final class PairConfig {
  private PairConfig() {}

  static AgentConfig of(
      String nodeId,
      Path folder,
      Map<String, PublicKey> keys,
      AgentPair.Limits with,
      AgentConfig.Bucket bucket,
      Map<Requirement, Program> programs,
      AgentConfig.Swarm swarm,
      AgentConfig.Rsync rsync,
      Tls tls) {
    return new AgentConfig(
        nodeId,
        folder.resolve(nodeId),
        new AgentConfig.Reach(new InetSocketAddress("127.0.0.1", 0), null, true, tls),
        () -> keys,
        new PullLimits(
            with.slots(),
            with.criticalExtra(),
            Long.MAX_VALUE,
            EnumSet.of(ItemKind.NPZ, ItemKind.MODEL, ItemKind.GAME),
            with.bytesPerSecond()),
        new AgentConfig.Network(4, 16, 0, with.bytesPerSecond(), with.patience()),
        new AgentConfig.Disk(100, with.disk()),
        new AgentConfig.Scan(Duration.ofHours(1), Duration.ofHours(1), 0, 0, NpzLimits.DEFAULT),
        AgentConfig.Items.STANDARD,
        bucket,
        programs,
        swarm,
        rsync);
  }

  /** A further agent, which serves already; what it reports nobody hears. */
  static NodeAgent startBeside(
      AgentPair pair,
      Path folder,
      String nodeId,
      AgentConfig.Network network,
      Map<Requirement, Program> programs)
      throws IOException {
    AgentConfig config =
        new AgentConfig(
            nodeId,
            folder.resolve(nodeId),
            AgentConfig.Reach.at(new InetSocketAddress("127.0.0.1", 0)),
            pair::keys,
            new PullLimits(1, 0, Long.MAX_VALUE, EnumSet.allOf(ItemKind.class), 0),
            network,
            new AgentConfig.Disk(100, Long.MAX_VALUE),
            new AgentConfig.Scan(Duration.ofHours(1), Duration.ofHours(1), 0, 0, NpzLimits.DEFAULT),
            AgentConfig.Items.STANDARD,
            null,
            programs,
            AgentConfig.Swarm.STANDARD,
            AgentConfig.Rsync.ANYWHERE);
    NodeAgent agent =
        new NodeAgent(
            config, holding -> CompletableFuture.completedFuture(null), Clock.systemUTC());
    agent.start();
    return agent;
  }
}
