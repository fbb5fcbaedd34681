package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.rsync.Ssh;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;

/** Two agents that have rsync, with a line between that misbehaves. */
public final class RsyncPair implements AutoCloseable {
  private final FaultyProxy proxy;
  private final Sshd sshd;
  private final AgentPair agents;

  /** Skips the test, saying why, where there is no rsync. */
  public RsyncPair(Path folder) throws IOException {
    Program rsync = rsync();
    int port = Sshd.freePort();
    this.proxy = new FaultyProxy(URI.create("http://127.0.0.1:" + port));
    this.sshd = null;
    this.agents =
        pair(folder, rsync, new AgentConfig.Rsync(port, proxy.url().getPort(), 0, null), Tls.NONE);
  }

  /**
   * The same by ssh; the line is between the source's sshd and its rsync.
   *
   * @param client how the target uses ssh; gives null: it doesn't
   */
  public RsyncPair(Path folder, Function<Sshd, Ssh> client)
      throws IOException, InterruptedException {
    this(folder, client, Tls.NONE);
  }

  /** The same of agents that speak TLS. */
  public RsyncPair(Path folder, Function<Sshd, Ssh> client, Tls tls)
      throws IOException, InterruptedException {
    Program rsync = rsync();
    int port = Sshd.freePort();
    this.proxy = new FaultyProxy(URI.create("http://127.0.0.1:" + port));
    int told = proxy.url().getPort();
    this.sshd = new Sshd(folder.resolve("ssh"), told);
    this.agents =
        pair(
            folder, rsync, new AgentConfig.Rsync(port, told, sshd.port(), client.apply(sshd)), tls);
  }

  private static Program rsync() {
    Program rsync = Program.of(Requirement.RSYNC.program());
    Assumptions.assumeThat(rsync.missing())
        .as("tests of the transport rsync need rsync; ./dataplane doctor --install")
        .isEmpty();
    return rsync;
  }

  private static AgentPair pair(Path folder, Program rsync, AgentConfig.Rsync settings, Tls tls)
      throws IOException {
    return new AgentPair(
        folder,
        AgentPair.Limits.WIDE,
        null,
        Map.of(Requirement.RSYNC, rsync),
        Map.of(),
        settings,
        Map.of(AgentPair.SOURCE, tls, AgentPair.TARGET, tls));
  }

  public AgentPair agents() {
    return agents;
  }

  /** The line that rsync's bytes take. */
  public FaultyProxy proxy() {
    return proxy;
  }

  /** How many modules the source has open. */
  public long offers() throws IOException {
    Path modules = agents.source().root().ownFolder().resolve("rsync");
    try (Stream<Path> each = Files.list(modules)) {
      return each.filter(Files::isDirectory).count();
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    if (sshd != null) {
      try {
        sshd.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
