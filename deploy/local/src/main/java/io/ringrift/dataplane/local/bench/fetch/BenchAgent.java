package io.ringrift.dataplane.local.bench.fetch;

import io.ringrift.dataplane.agent.AgentConfig;
import io.ringrift.dataplane.agent.NodeAgent;
import io.ringrift.dataplane.agent.fetch.PullLimits;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.worker.grant.PublicKeyFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A real agent without Kafka: its reports go nowhere. */
final class BenchAgent {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private BenchAgent() {}

  /** Arguments: node id, data folder, file with the public grant key, bytes a second sent. */
  public static void main(String[] words) throws IOException, InterruptedException {
    NodeAgent agent =
        new NodeAgent(
            new AgentConfig(
                words[0],
                Path.of(words[1]),
                AgentConfig.Reach.at(new InetSocketAddress("127.0.0.1", 0)),
                new PublicKeyFile(Path.of(words[2]), System::nanoTime),
                new PullLimits(4, 0, Long.MAX_VALUE, EnumSet.allOf(ItemKind.class), 0),
                new AgentConfig.Network(4, 32, 0, Long.parseLong(words[3]), PATIENCE),
                new AgentConfig.Disk(100, Long.MAX_VALUE),
                new AgentConfig.Scan(
                    Duration.ofMillis(200), Duration.ofSeconds(30), 0, 0, NpzLimits.DEFAULT),
                AgentConfig.Items.STANDARD,
                null,
                Map.of(Requirement.ARIA2C, Program.of(Requirement.ARIA2C.program())),
                AgentConfig.Swarm.STANDARD,
                AgentConfig.Rsync.ANYWHERE),
            holding -> CompletableFuture.completedFuture(null),
            Clock.systemUTC());
    agent.start();
    System.out.println("READY " + agent.endpoint());
    System.out.flush();
    Thread.currentThread().join();
  }
}
