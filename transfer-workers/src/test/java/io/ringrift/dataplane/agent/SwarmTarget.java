package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullAnswer;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.worker.grant.Grant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** One more agent that fetches from the source of an {@link AgentPair}, by swarm too. */
public final class SwarmTarget implements AutoCloseable {
  private final AgentPair pair;
  private final String nodeId;
  private final NodeAgent agent;

  /**
   * @param inBytesPerSecond how fast it receives, 0: no limit
   * @param outBytesPerSecond how fast it sends, 0: no limit
   */
  public SwarmTarget(
      AgentPair pair,
      Path folder,
      String nodeId,
      Program aria2,
      long inBytesPerSecond,
      long outBytesPerSecond)
      throws IOException {
    this.pair = pair;
    this.nodeId = nodeId;
    this.agent =
        PairConfig.startBeside(
            pair,
            folder,
            nodeId,
            new AgentConfig.Network(
                4, 16, inBytesPerSecond, outBytesPerSecond, Duration.ofSeconds(20)),
            Map.of(Requirement.ARIA2C, aria2));
  }

  /** Begins to fetch. */
  public PullAnswer submit(PullOrder order) throws IOException {
    return agent
        .pulls()
        .submit(
            order,
            pair.signer()
                .sign(
                    new Grant(
                            order.operationId(),
                            order.epoch(),
                            order.name().itemId(),
                            order.sha256(),
                            order.peerNode(),
                            nodeId)
                        .at(order.peerUrl().toString(), null)));
  }

  /** Waits for the end. */
  public PullStatus await(PullOrder order, Duration patience) throws InterruptedException {
    Pulls pulls = agent.pulls();
    return pulls.await(order.operationId(), patience).orElseThrow();
  }

  /** Why transports can't be used, as its heartbeats tell. */
  public Map<String, String> unavailable() {
    return agent.unavailable();
  }

  /** Bytes that it took from the network and let by, whatever transport brought them. */
  public long receivedBytes() {
    return agent.transports().received().moved();
  }

  /** Base URL. */
  public URI endpoint() {
    return agent.endpoint();
  }

  public Path place(PullOrder order) {
    return agent.root().path().resolve(order.name().itemId());
  }

  @Override
  public void close() throws IOException {
    agent.close();
  }
}
