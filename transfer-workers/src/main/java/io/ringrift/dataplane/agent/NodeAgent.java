package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.DiskBudget;
import io.ringrift.dataplane.agent.fetch.EpochFence;
import io.ringrift.dataplane.agent.fetch.FetchCarrier;
import io.ringrift.dataplane.agent.fetch.Placement;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.rsync.RsyncServer;
import io.ringrift.dataplane.agent.serve.AgentServer;
import io.ringrift.dataplane.agent.serve.CommandDesk;
import io.ringrift.dataplane.agent.serve.ReadyData;
import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.Evictor;
import io.ringrift.dataplane.agent.source.FolderLock;
import io.ringrift.dataplane.agent.source.FolderWatch;
import io.ringrift.dataplane.agent.source.FormerItems;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.LiveDatabases;
import io.ringrift.dataplane.agent.source.OldSnapshots;
import io.ringrift.dataplane.agent.source.ReportSink;
import io.ringrift.dataplane.agent.source.Reporter;
import io.ringrift.dataplane.agent.source.Scrub;
import io.ringrift.dataplane.worker.grant.GrantVerifier;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent, put together: the only place that knows all its parts. */
public final class NodeAgent implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);

  /** Longer than any operation is tried. */
  private static final Duration PARTIAL_FILES_KEPT = Duration.ofDays(1);

  /** A list that nobody has asked for in so long is made anew when somebody does. */
  private static final Duration CHUNK_LISTS_KEPT = Duration.ofDays(7);

  private final AgentConfig config;
  private final Clock clock;
  private final DataRoot root;
  private final FolderLock lock;
  private final HoldingIndex index;
  private final FormerItems former;
  private final EpochFence fence;
  private final DiskBudget disk;
  private final ChunkLists chunkLists;
  private final Pulls pulls;
  private final AgentTransports transports;
  private final AgentServer server;
  private final Reporter reporter;
  private final FolderWatch watch;
  private final Scrub scrub;
  private final Evictor evictor;
  private final GrantVerifier verifier;
  private final ExecutorService pullThreads = Executors.newCachedThreadPool(named("pull"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(named("timer"));

  /**
   * Opens the data folder and binds the address.
   *
   * @param reports where register writes go
   * @throws IOException if the folder can't be used or the address can't be bound
   */
  public NodeAgent(AgentConfig config, ReportSink reports, Clock clock) throws IOException {
    this.config = config;
    this.clock = clock;
    this.root = config.dataRoot();
    this.lock = FolderLock.take(root);
    Path own = root.ownFolder();
    this.index =
        HoldingIndex.open(own.resolve("index"), Boot.next(own.resolve("boot"), clock), clock);
    this.former = new FormerItems(root, index, config.items().goneLimitPercent());
    this.fence = EpochFence.open(own.resolve("epochs"));
    this.disk =
        new DiskBudget(root.path(), config.disk().limitPercent(), config.disk().maxReservedBytes());
    this.transports =
        new AgentTransports(config, root, index, pullThreads, timer, this::host, clock);
    this.chunkLists = new ChunkLists(own.resolve("chunks"), pullThreads, clock);
    this.pulls =
        new Pulls(
            config.pulls(),
            fence,
            new FetchCarrier(
                transports.fetchers(),
                new Placement(root, index),
                disk,
                partialFolder(),
                transports.received(),
                config.pulls().bytesPerSecond(),
                chunkLists,
                pullThreads),
            pullThreads);
    this.evictor = new Evictor(root, index);
    evictor.putBackAll();
    this.verifier = new GrantVerifier(config.grantKeys(), clock);
    this.reporter = new Reporter(index, reports);
    TokenBucket scanRate = new TokenBucket(config.scan().hashBytesPerSecond());
    OldSnapshots oldSnapshots = new OldSnapshots(root, clock);
    oldSnapshots.removeStrangers(index);
    this.watch =
        new FolderWatch(
            root,
            index,
            new FolderWatch.Settings(
                config.scan().tick(),
                config.scan().fullPass(),
                config.items().patterns(),
                config.scan().npz(),
                config.items().games().table()),
            new LiveDatabases(
                root,
                index,
                config.items().games(),
                new LiveDatabases.Means(disk::lacking, scanRate),
                oldSnapshots,
                clock),
            scanRate,
            clock);
    this.scrub =
        new Scrub(root, index, new TokenBucket(config.scan().verifyBytesPerSecond()), clock);
    this.server =
        new AgentServer(
            config.reach().bind(),
            new AgentServer.Limits(
                config.nodeId(),
                config.network().maxSends(),
                transports.sent(),
                config.network().patience(),
                config.reach().tls()),
            root,
            index,
            oldSnapshots,
            chunkLists,
            pulls,
            transports.pushes(),
            transports.uploads(),
            transports.swarms(),
            transports.rsync(),
            new ReadyData(root, index, pulls, watch::pending, config.items().freshFor(), clock),
            verifier,
            () -> new AgentHealth(this).json(),
            timer);
  }

  /**
   * @throws IOException if what an earlier life left can't be removed
   */
  public void start() throws IOException {
    reporter.start();
    watch.start();
    if (config.scan().verifyBytesPerSecond() > 0) {
      scrub.start();
    }
    transports.start(() -> clock.instant().minus(PARTIAL_FILES_KEPT));
    server.start();
    timer.scheduleWithFixedDelay(this::sweepPartialFiles, 0, 1, TimeUnit.HOURS);
  }

  /** On the timer that also ends what stalls: nothing here may wait for another machine. */
  private void sweepPartialFiles() {
    try {
      partials().removeHere(clock.instant().minus(PARTIAL_FILES_KEPT), Set.of());
      chunkLists.removeOlder(clock.instant().minus(CHUNK_LISTS_KEPT));
    } catch (IOException | RuntimeException e) {
      LOG.warn("old partial files and lists can't be removed: {}", e.toString());
    }
  }

  /** What transfers left. */
  PartialFiles partials() {
    return new PartialFiles(partialFolder(), pulls, transports);
  }

  private Path partialFolder() {
    return root.ownFolder().resolve("partial");
  }

  /** Base URL: for others, unless nobody can call this node. */
  public URI endpoint() {
    if (config.reach().endpoint() != null) {
      return config.reach().endpoint();
    }
    return config.reach().url(server.address());
  }

  private InetAddress host() throws IOException {
    return InetAddress.getByName(endpoint().getHost());
  }

  public HoldingIndex index() {
    return index;
  }

  AgentConfig config() {
    return config;
  }

  DataRoot root() {
    return root;
  }

  DiskBudget disk() {
    return disk;
  }

  /** Why transports that this node would have can't be used, by transport. */
  Map<String, String> unavailable() {
    return transports.unavailable();
  }

  Pulls pulls() {
    return pulls;
  }

  FolderWatch watch() {
    return watch;
  }

  Scrub scrub() {
    return scrub;
  }

  CommandDesk commands() {
    return server.commands();
  }

  Evictor evictor() {
    return evictor;
  }

  GrantVerifier verifier() {
    return verifier;
  }

  /** Fetches and sends under way. */
  int activeTransfers() {
    return pulls.active() + activeSends() + transports.pushes().active();
  }

  FormerItems formerItems() {
    return former;
  }

  AgentTransports transports() {
    return transports;
  }

  int activeSends() {
    return server.activeSends() + transports.rsync().map(RsyncServer::active).orElse(0);
  }

  /** Ends everything; pulls are resumed when they are ordered again. */
  @Override
  public void close() throws IOException {
    pulls.close();
    transports.close();
    server.close();
    watch.close();
    scrub.close();
    reporter.close();
    timer.shutdownNow();
    pullThreads.shutdownNow();
    try {
      pullThreads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fence.close();
    index.close();
    lock.close();
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
