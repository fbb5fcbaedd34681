package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.EpochFence;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import io.ringrift.dataplane.agent.fetch.Fetchers;
import io.ringrift.dataplane.agent.fetch.PullLimits;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.fetch.PushCarrier;
import io.ringrift.dataplane.agent.fetch.Pusher;
import io.ringrift.dataplane.agent.fetch.bittorrent.Swarms;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpFetcher;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpPusher;
import io.ringrift.dataplane.agent.fetch.http.PlainHttpFetcher;
import io.ringrift.dataplane.agent.fetch.http.UploadFetcher;
import io.ringrift.dataplane.agent.fetch.rsync.RsyncFetcher;
import io.ringrift.dataplane.agent.fetch.s3.S3Place;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.program.Requirement;
import io.ringrift.dataplane.agent.rsync.RsyncServer;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.ItemKind;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** The transports of a node: how it fetches, and how it brings elsewhere what it is told to. */
final class AgentTransports implements Closeable {
  private static final String UNENCRYPTED =
      "it sends without encryption, and this agent speaks TLS (agent.tls.certificate)";

  private final P2pHttpFetcher p2p;
  private final PlainHttpFetcher plain;
  private final UploadFetcher uploads;
  private final BucketTransport bucket;
  private final Swarms swarms;
  private final RsyncServer rsync;
  private final List<Fetcher> fetchers = new ArrayList<>();
  private final EpochFence fence;
  private final Pulls pushes;
  private final Map<Requirement, Program> programs;
  private final boolean secure;
  private final boolean encryptedRsync;
  private final Bandwidth sent;
  private final Bandwidth received;

  /**
   * @param threads run what is under way
   * @param host where others reach this node
   */
  AgentTransports(
      AgentConfig config,
      DataRoot root,
      HoldingIndex index,
      ExecutorService threads,
      ScheduledExecutorService timer,
      Swarms.Host host,
      Clock clock)
      throws IOException {
    AgentConfig.Network network = config.network();
    this.sent = new Bandwidth(network.outBytesPerSecond());
    this.received = new Bandwidth(network.inBytesPerSecond());
    // Programs send what they send as it is, so one that speaks TLS does without them.
    this.secure = config.reach().tls().serves();
    this.programs = config.programs();
    List<Pusher> pushers = new ArrayList<>();
    this.p2p =
        new P2pHttpFetcher(
            network.streams(), network.patience(), config.reach().tls(), threads, timer);
    this.plain =
        new PlainHttpFetcher(
            network.streams(), network.patience(), config.reach().tls(), threads, timer);
    this.uploads = new UploadFetcher(network.patience());
    Program aria2 = secure ? null : programs.get(Requirement.ARIA2C);
    this.swarms =
        aria2 == null
            ? null
            : new Swarms(
                new Swarms.Settings(
                    aria2,
                    config.swarm().port(),
                    config.swarm().externalPort(),
                    config.swarm().keptUnused()),
                config.reach().bind().getAddress(),
                host,
                root.ownFolder().resolve("swarms"),
                new Swarms.Limits(sent, received, config.pulls().bytesPerSecond()),
                network.patience(),
                threads,
                clock);
    this.bucket = config.bucket() == null ? null : new BucketTransport(config, root, threads);
    fetchers.add(p2p);
    fetchers.add(plain);
    fetchers.add(uploads);
    pushers.add(new P2pHttpPusher(config.nodeId(), network.patience(), config.reach().tls()));
    if (swarms != null) {
      fetchers.add(swarms.fetcher());
    }
    if (bucket != null) {
      fetchers.addAll(bucket.fetchers());
      pushers.addAll(bucket.pushers());
    }
    this.encryptedRsync = config.rsync().sshPort() > 0 || config.rsync().ssh() != null;
    Program rsyncProgram = secure && !encryptedRsync ? null : programs.get(Requirement.RSYNC);
    this.rsync =
        rsyncProgram == null ? null : rsync(rsyncProgram, config, root, sent, threads, timer);
    this.fence = EpochFence.open(root.ownFolder().resolve("push-epochs"));
    this.pushes =
        new Pulls(
            pushLimits(config.pulls()),
            fence,
            new PushCarrier(pushers, root, index, sent),
            threads);
  }

  /** Also makes this node fetch by rsync. Null: it serves nothing in the open. */
  private RsyncServer rsync(
      Program program,
      AgentConfig config,
      DataRoot root,
      Bandwidth sent,
      ExecutorService threads,
      ScheduledExecutorService timer)
      throws IOException {
    AgentConfig.Network network = config.network();
    fetchers.add(
        new RsyncFetcher(
            program,
            order ->
                Optional.of(root.locate(order.name()))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)),
            network.patience(),
            threads,
            config.reach().tls(),
            config.rsync().ssh()));
    int sshPort = config.rsync().sshPort();
    if (secure && sshPort == 0) {
      return null;
    }
    return new RsyncServer(
        program,
        root.ownFolder().resolve("rsync"),
        new RsyncServer.Settings(
            new InetSocketAddress(
                sshPort == 0
                    ? config.reach().bind().getAddress()
                    : InetAddress.getLoopbackAddress(),
                config.rsync().port()),
            config.rsync().toldPort(),
            sshPort,
            network.maxSends(),
            network.patience()),
        sent,
        timer);
  }

  /** As many as of fetches, of any kind, and at the rate of all that is sent. */
  private static PullLimits pushLimits(PullLimits limits) {
    return new PullLimits(
        limits.maxTransfers(),
        limits.criticalExtra(),
        limits.maxBytesInFlight(),
        EnumSet.allOf(ItemKind.class),
        0);
  }

  /**
   * @param before what was begun elsewhere and is idle since then is given up
   */
  void start(Supplier<Instant> before) throws IOException {
    if (swarms != null) {
      swarms.start();
    }
    if (bucket != null) {
      bucket.start(before, hash -> pushes.contents().contains(hash));
    }
  }

  Fetchers fetchers() {
    return new Fetchers(fetchers);
  }

  /** Why transports that this node would have can't be used, by transport. */
  Map<String, String> unavailable() {
    Map<String, String> reasons = new TreeMap<>();
    programs.forEach(
        (requirement, program) ->
            (secure && !(requirement == Requirement.RSYNC && encryptedRsync)
                    ? Optional.of(UNENCRYPTED)
                    : program.missing())
                .ifPresent(why -> reasons.put(requirement.transport(), why)));
    fetchers.forEach(
        fetcher -> fetcher.unavailable().ifPresent(why -> reasons.put(fetcher.transport(), why)));
    // It is a way of s3, whose reason is told.
    reasons.remove(S3Place.RELAY.transport());
    return reasons;
  }

  /** Where sources that can't be called bring what was ordered. */
  UploadFetcher uploads() {
    return uploads;
  }

  /** This node's part in swarms; null: none. */
  Swarms swarms() {
    return swarms;
  }

  /** What this node brings elsewhere. */
  Pulls pushes() {
    return pushes;
  }

  /** What this node serves by rsync; empty: it does without. */
  Optional<RsyncServer> rsync() {
    return Optional.ofNullable(rsync);
  }

  /** Limit of all that this node sends. */
  Bandwidth sent() {
    return sent;
  }

  /** Limit of all that this node receives. */
  Bandwidth received() {
    return received;
  }

  /** Bytes of items that this node has sent since it started, by whatever transport. */
  long sentBytes() {
    return sent.moved();
  }

  /** Null: none. */
  BucketTransport bucket() {
    return bucket;
  }

  /** Whether something that was begun elsewhere is idle since {@code before}. */
  boolean idleSince(Instant before) throws IOException {
    return bucket != null && bucket.idleSince(before, pushes.contents()::contains);
  }

  /**
   * Gives up what was begun elsewhere and is idle since {@code before}.
   *
   * @param wanted hashes of contents to keep
   * @return how many
   */
  int sweep(Instant before, Set<String> wanted) throws IOException {
    return bucket == null
        ? 0
        : bucket.sweep(before, hash -> wanted.contains(hash) || pushes.contents().contains(hash));
  }

  @Override
  public void close() throws IOException {
    pushes.close();
    if (bucket != null) {
      bucket.close();
    }
    if (swarms != null) {
      swarms.close();
    }
    if (rsync != null) {
      rsync.close();
    }
    p2p.close();
    plain.close();
    fence.close();
  }
}
