package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.source.ChunkHashes;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileHash;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.Validation;
import io.ringrift.dataplane.worker.grant.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** One more agent that holds what the source of an {@link AgentPair} does, behind its own line. */
public final class MoreSource implements AutoCloseable {
  private final AgentPair pair;
  private final String nodeId;
  private final NodeAgent agent;
  private final FaultyProxy proxy;

  /**
   * @param outBytesPerSecond how fast it sends, 0: no limit
   */
  public MoreSource(AgentPair pair, Path folder, String nodeId, long outBytesPerSecond)
      throws IOException {
    this.pair = pair;
    this.nodeId = nodeId;
    this.agent =
        PairConfig.startBeside(
            pair,
            folder,
            nodeId,
            new AgentConfig.Network(4, 16, 0, outBytesPerSecond, Duration.ofSeconds(5)),
            Map.of());
    this.proxy = new FaultyProxy(agent.endpoint());
  }

  public FaultyProxy proxy() {
    return proxy;
  }

  /** Holds these bytes, and says that they are the ordered content. */
  public void hold(PullOrder order, byte[] bytes) throws IOException {
    pretend(agent, order, bytes);
  }

  /** The agent says that these bytes are the ordered content. */
  public static void pretend(NodeAgent agent, PullOrder order, byte[] bytes) throws IOException {
    Path file = agent.root().path().resolve(order.name().itemId());
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    agent
        .index()
        .present(
            order.name(),
            new Content(
                order.sha256(), stamp, Validation.VALID, null, stamp.modified(), null, null, null));
  }

  /** The agent has a list of chunk hashes that is true of these bytes. */
  public static void pretendList(NodeAgent agent, PullOrder order, byte[] bytes)
      throws IOException {
    byte[] hashes = new byte[ChunkHashes.length(bytes.length)];
    int chunks = hashes.length / 32;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int from = chunk * ChunkHashes.CHUNK_BYTES;
      int to = Math.min(bytes.length, from + ChunkHashes.CHUNK_BYTES);
      byte[] hash = FileHash.sha256().digest(Arrays.copyOfRange(bytes, from, to));
      System.arraycopy(hash, 0, hashes, chunk * 32, 32);
    }
    new ChunkLists(agent.root().ownFolder().resolve("chunks"), Runnable::run, Clock.systemUTC())
        .keep(order.sha256(), new ChunkHashes(hashes, bytes.length));
  }

  /** How an order to the pair's target names it. */
  public PullOrder.Other other(PullOrder order) {
    return new PullOrder.Other(nodeId, proxy.url(), grant(order, AgentPair.TARGET));
  }

  /** How such an order names it while it is getting the content itself. */
  public PullOrder.Other receiving(PullOrder order) {
    return new PullOrder.Other(nodeId, proxy.url(), grant(order, AgentPair.TARGET), true);
  }

  /** Permits the target to read the ordered content here. */
  public String grant(PullOrder order, String target) {
    return pair.signer()
        .sign(
            new Grant(
                    order.operationId(),
                    order.epoch(),
                    order.name().itemId(),
                    order.sha256(),
                    nodeId,
                    target)
                .at(proxy.url().toString(), null));
  }

  /** It has a true list of chunk hashes of these bytes. */
  public void knowChunks(PullOrder order, byte[] bytes) throws IOException {
    pretendList(agent, order, bytes);
  }

  /** Where the item goes here. */
  public Path path(PullOrder order) {
    return agent.root().path().resolve(order.name().itemId());
  }

  /** What it fetches itself. */
  public Pulls pulls() {
    return agent.pulls();
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    agent.close();
  }
}
