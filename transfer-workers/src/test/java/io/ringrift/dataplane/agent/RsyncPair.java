package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assumptions;

/** Two agents that have rsync, with a line between that misbehaves. */
public final class RsyncPair implements AutoCloseable {
  private final FaultyProxy proxy;
  private final AgentPair agents;

  /** Skips the test, saying why, where there is no rsync. */
  public RsyncPair(Path folder) throws IOException {
    Program rsync = Program.of(Requirement.RSYNC.program());
    Assumptions.assumeThat(rsync.missing())
        .as("tests of the transport rsync need rsync; ./dataplane doctor --install")
        .isEmpty();
    int port = freePort();
    this.proxy = new FaultyProxy(URI.create("http://127.0.0.1:" + port));
    this.agents =
        new AgentPair(
            folder,
            Duration.ofSeconds(5),
            null,
            Map.of(Requirement.RSYNC, rsync),
            Map.of(),
            new AgentConfig.Rsync(port, proxy.url().getPort()));
  }

  public AgentPair agents() {
    return agents;
  }

  /** The line that rsync's bytes take. */
  public FaultyProxy proxy() {
    return proxy;
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
