package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Two agents, and a bad line to what the source gives to swarms. */
public final class SwarmPair implements Closeable {
  /** What a line holds is little beside what a limit lets through in a second. */
  private static final int LINE_BYTES = 16 * 1024;

  private final FaultyProxy proxy;
  private final AgentPair agents;

  public SwarmPair(Path folder) throws IOException {
    this(folder, Duration.ofMinutes(2));
  }

  /** Nodes with a limit: all that they exchange passes their agents. */
  public static SwarmPair limited(Path folder, long bytesPerSecond) throws IOException {
    return new SwarmPair(folder, Duration.ofMinutes(2), AgentPair.Limits.rate(bytesPerSecond));
  }

  /**
   * @param keptUnused how long both give what nobody wants
   */
  public SwarmPair(Path folder, Duration keptUnused) throws IOException {
    this(folder, keptUnused, AgentPair.Limits.WIDE);
  }

  private SwarmPair(Path folder, Duration keptUnused, AgentPair.Limits limits) throws IOException {
    int port = free();
    this.proxy = new FaultyProxy(URI.create("http://127.0.0.1:" + port), LINE_BYTES);
    this.agents =
        new AgentPair(
            folder,
            limits,
            null,
            Map.of(Requirement.ARIA2C, Program.of(Requirement.ARIA2C.program())),
            Map.of(
                AgentPair.SOURCE,
                new AgentConfig.Swarm(port, proxy.url().getPort(), keptUnused),
                AgentPair.TARGET,
                new AgentConfig.Swarm(0, 0, keptUnused)),
            AgentConfig.Rsync.ANYWHERE);
  }

  public AgentPair agents() {
    return agents;
  }

  /** The line to the source's {@code aria2c}; members reach the source by no other. */
  public FaultyProxy proxy() {
    return proxy;
  }

  /** How many files that node gives to swarms. */
  public long given(String nodeId) throws IOException {
    try (Stream<Path> links = Files.list(swarms(nodeId).resolve("seeds"))) {
      return links.count();
    }
  }

  /** Kills that node's {@code aria2c}. */
  public void kill(String nodeId) {
    ProcessHandle process = process(nodeId);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** That node's {@code aria2c}. */
  public ProcessHandle process(String nodeId) {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(swarms(nodeId).toString()))
        .findFirst()
        .orElseThrow();
  }

  private Path swarms(String nodeId) {
    NodeAgent agent = nodeId.equals(AgentPair.SOURCE) ? agents.source() : agents.target();
    return agent.root().ownFolder().resolve("swarms");
  }

  /** The source takes a file for what was ordered, but a bit of it is another. */
  public void mistake(PullOrder order) throws IOException {
    Path file = agents.atSource(order);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    MoreSource.pretend(agents.source(), order, content);
  }

  /** Closed by itself: the agents are closed by whoever uses them. */
  @Override
  public void close() throws IOException {
    proxy.close();
  }

  private static int free() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
