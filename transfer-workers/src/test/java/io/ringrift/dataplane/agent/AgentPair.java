package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullPriority;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.agent.serve.CommandDesk;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileHash;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.Validation;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.grant.GrantSigner;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Two real agents in this process: {@code source} holds things, {@code target} fetches them. */
public final class AgentPair implements AutoCloseable {
  public static final String SOURCE = "gpu-1";
  public static final String TARGET = "gpu-2";

  private final Path folder;
  private final Map<String, PublicKey> keys;
  private final GrantSigner signer;
  private NodeAgent source;
  private final FaultyProxy proxy;
  private final List<Holding> reports = new CopyOnWriteArrayList<>();
  private final AgentConfig.Bucket bucket;
  private final Map<String, AgentConfig.Swarm> swarms;
  private final Map<Requirement, Program> programs;
  private final AgentConfig.Rsync rsync;
  private final Map<String, Tls> tls;
  private Limits limits;
  private NodeAgent target;

  /** What tests vary. */
  public record Limits(
      int slots, int criticalExtra, long disk, long bytesPerSecond, Duration patience) {
    static final Limits WIDE = rate(0);

    /** Wide but for what goes in and out: bytes a second of each, 0: no limit. */
    public static Limits rate(long bytesPerSecond) {
      return rate(bytesPerSecond, Duration.ofSeconds(5));
    }

    /**
     * @param patience how long a peer may be silent
     */
    public static Limits rate(long bytesPerSecond, Duration patience) {
      return new Limits(4, 1, Long.MAX_VALUE, bytesPerSecond, patience);
    }
  }

  public AgentPair(Path folder) throws IOException {
    this(folder, Limits.WIDE, null, Map.of(), Map.of(), AgentConfig.Rsync.ANYWHERE);
  }

  public AgentPair(Path folder, Duration patience) throws IOException {
    this(folder, Limits.rate(0, patience), null, Map.of(), Map.of(), AgentConfig.Rsync.ANYWHERE);
  }

  /**
   * @param limits of both
   * @param bucket that both exchange items with; null: none
   * @param programs that both have
   * @param swarms how each takes part in swarms, by node
   * @param rsync of both; the source alone serves by it
   */
  AgentPair(
      Path folder,
      Limits limits,
      AgentConfig.Bucket bucket,
      Map<Requirement, Program> programs,
      Map<String, AgentConfig.Swarm> swarms,
      AgentConfig.Rsync rsync)
      throws IOException {
    this(folder, limits, bucket, programs, swarms, rsync, Map.of());
  }

  /** Agents that speak TLS, by node. */
  public AgentPair(Path folder, Map<String, Tls> tls) throws IOException {
    this(folder, Limits.WIDE, null, Map.of(), Map.of(), AgentConfig.Rsync.ANYWHERE, tls);
  }

  AgentPair(
      Path folder,
      Limits limits,
      AgentConfig.Bucket bucket,
      Map<Requirement, Program> programs,
      Map<String, AgentConfig.Swarm> swarms,
      AgentConfig.Rsync rsync,
      Map<String, Tls> tls)
      throws IOException {
    this.tls = tls;
    this.programs = programs;
    this.rsync = rsync;
    this.bucket = bucket;
    this.swarms = swarms;
    this.limits = limits;
    this.folder = folder;
    GrantKeys.generate(folder.resolve("keys"));
    this.keys = GrantKeys.loadPublic(folder.resolve("keys").resolve(GrantKeys.PUBLIC_FILE));
    this.signer = signer(Clock.systemUTC());
    this.source = agent(SOURCE, limits);
    source.start();
    this.proxy = new FaultyProxy(source.endpoint());
    restartTarget(limits);
  }

  /** Ends the target and starts it again over the same folder. */
  public void restartTarget(Limits newLimits) throws IOException {
    if (target != null) {
      target.close();
    }
    limits = newLimits;
    target = agent(TARGET, limits);
    target.start();
    if (bucket != null) {
      Awaitility.await().until(() -> target.pulls().transports().contains("s3"));
    }
  }

  /** Ends the source and starts it again over the same folder, at another address. */
  public void restartSource(Limits newLimits) throws IOException {
    source.close();
    source = agent(SOURCE, newLimits);
    source.start();
    if (bucket != null) {
      Awaitility.await().until(() -> source.pulls().transports().contains("s3"));
    }
  }

  /** A file at the source, known to its index. */
  public PullOrder offer(String itemId, long bytes, long seed) throws IOException {
    return offer(source, itemId, bytes, seed);
  }

  public PullOrder offer(NodeAgent at, String itemId, long bytes, long seed) throws IOException {
    byte[] content = new byte[Math.toIntExact(bytes)];
    new Random(seed).nextBytes(content);
    PullOrder order =
        new PullOrder(
            "op-" + Integer.toHexString(itemId.hashCode()),
            1,
            ItemPatterns.STANDARD.name(itemId),
            HexFormat.of().formatHex(FileHash.sha256().digest(content)),
            bytes,
            PullOrder.Direction.PULL,
            SOURCE,
            proxy.url(),
            PullPriority.NORMAL,
            "p2p_http",
            null);
    MoreSource.pretend(at, order, content);
    return order;
  }

  public String grant(PullOrder order) {
    return grant(order, Grant.Use.ORDER);
  }

  public String grant(PullOrder order, Grant.Use use) {
    return signer.sign(
        new Grant(
            order.operationId(),
            order.epoch(),
            order.name().itemId(),
            order.sha256(),
            order.peerNode(),
            TARGET,
            order.peerUrl() == null ? null : order.peerUrl().toString(),
            null,
            use));
  }

  public Path atTarget(PullOrder order) {
    return target.root().path().resolve(order.name().itemId());
  }

  public Path atSource(PullOrder order) {
    return source.root().path().resolve(order.name().itemId());
  }

  public Path partialFolder() {
    return target.root().ownFolder().resolve("partial");
  }

  public Pulls pulls() {
    return target.pulls();
  }

  public NodeAgent source() {
    return source;
  }

  public NodeAgent target() {
    return target;
  }

  public CommandDesk commands(String nodeId) {
    return nodeId.equals(SOURCE) ? source.commands() : target.commands();
  }

  public FaultyProxy proxy() {
    return proxy;
  }

  public Map<String, PublicKey> keys() {
    return keys;
  }

  public GrantSigner signer() {
    return signer;
  }

  public GrantSigner signerAt(Instant time) throws IOException {
    return signer(Clock.fixed(time, ZoneOffset.UTC));
  }

  /** The source finds the item damaged. */
  public void condemn(PullOrder order) {
    Content content = source.index().find(order.name().itemId()).orElseThrow().content();
    source
        .index()
        .present(
            order.name(),
            new Content(
                content.sha256(),
                content.stamp(),
                Validation.INVALID,
                "for this test",
                content.contentTime(),
                null,
                null,
                null));
  }

  public List<Holding> reports() {
    return reports;
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    target.close();
    source.close();
  }

  private GrantSigner signer(Clock clock) throws IOException {
    return new GrantSigner(
        GrantKeys.loadPrivate(folder.resolve("keys").resolve(GrantKeys.PRIVATE_FILE)),
        "test",
        clock,
        Duration.ofMinutes(5));
  }

  private NodeAgent agent(String nodeId, Limits with) throws IOException {
    AgentConfig config =
        PairConfig.of(
            nodeId,
            folder,
            keys,
            with,
            bucket,
            programs,
            swarms.getOrDefault(nodeId, AgentConfig.Swarm.STANDARD),
            rsync,
            tls.getOrDefault(nodeId, Tls.NONE));
    return new NodeAgent(
        config,
        holding -> {
          if (nodeId.equals(TARGET)) {
            reports.add(holding);
          }
          return CompletableFuture.completedFuture(null);
        },
        Clock.systemUTC());
  }
}
