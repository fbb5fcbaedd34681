package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.FileStamp;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node gives to swarms, and until when. {@code aria2c} never sees the data folder: it
 * reads hard links in a folder of its own, so that a file that is replaced or removed meanwhile is
 * sent to its end, and none can come into being there. Thread-safe.
 */
final class Seeds implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);
  private static final long LOOK_MILLIS = 500;

  private final Aria2 aria2;
  private final Tracker tracker;
  private final Path folder;
  private final Swarms.Host host;
  private final int externalPort;
  private final Duration keptUnused;
  private final Upload upload;
  private final Map<String, Seed> seeds = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "seeds");
            thread.setDaemon(true);
            return thread;
          });

  /** One file that is given, and in which life of the process. */
  private static final class Seed {
    private final Metainfo metainfo;
    private final URI announce;
    private final FileStamp stamp;
    private Aria2.Session session;
    private String gid;
    private long sentBytes;
    private long usedNanos = System.nanoTime();

    private Seed(Metainfo metainfo, URI announce, FileStamp stamp) {
      this.metainfo = metainfo;
      this.announce = announce;
      this.stamp = stamp;
    }
  }

  /**
   * @param tracker of the swarms that begin here
   * @param folder for the links, on the file system of the data folder
   * @param host where others reach this node
   * @param externalPort where they reach {@code aria2c}; 0: where it listens
   * @param sent limit of all that this node sends
   * @param keptUnused a seed that nobody has used for so long is ended
   */
  Seeds(
      Aria2 aria2,
      Tracker tracker,
      Path folder,
      Swarms.Host host,
      int externalPort,
      Bandwidth sent,
      Duration keptUnused) {
    this.aria2 = aria2;
    this.tracker = tracker;
    this.folder = folder;
    this.host = host;
    this.externalPort = externalPort;
    this.keptUnused = keptUnused;
    this.upload = new Upload(sent);
  }

  /** Removes what an earlier life of the agent left, and begins to look after the seeds. */
  void start() throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
        for (Path link : left) {
          Files.delete(link);
        }
      }
    }
    timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins a swarm with a file that is here, or uses the one that there is.
   *
   * @param stamp the file was hashed as this
   * @throws IOException if it can't be given; says why
   */
  void open(Metainfo metainfo, Path file, FileStamp stamp)
      throws IOException, InterruptedException {
    begin(metainfo, null, file, stamp);
  }

  /**
   * Goes on in a swarm that brought this file here.
   *
   * @param announce its tracker
   */
  void join(Metainfo metainfo, URI announce, Path file) {
    try {
      FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
      begin(metainfo, announce, file, stamp);
    } catch (IOException e) {
      LOG.warn("{} is not handed on: {}", file, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many files are given. */
  synchronized int active() {
    return seeds.size();
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
    List.copyOf(seeds.values()).forEach(seed -> forget(seed, "the agent stops"));
  }

  private synchronized void begin(Metainfo metainfo, URI announce, Path file, FileStamp stamp)
      throws IOException, InterruptedException {
    Seed there = seeds.get(metainfo.infoHash());
    if (there != null && there.session.alive()) {
      there.usedNanos = System.nanoTime();
      return;
    }
    Seed seed = there == null ? new Seed(metainfo, announce, stamp) : there;
    if (there == null) {
      link(file, seed);
    }
    add(seed);
    seeds.put(metainfo.infoHash(), seed);
    LOG.info("{} is given to a swarm", metainfo.sha256());
  }

  private void link(Path file, Seed seed) throws IOException {
    Files.createDirectories(folder);
    Path link = link(seed);
    Files.deleteIfExists(link);
    try {
      Files.createLink(link, file);
    } catch (UnsupportedOperationException e) {
      throw new IOException("the file system has no hard links", e);
    }
    if (changed(seed)) {
      Files.delete(link);
      throw new IOException(file + " has changed since it was hashed");
    }
  }

  private Path link(Seed seed) {
    return folder.resolve(seed.metainfo.infoHash());
  }

  private boolean changed(Seed seed) throws IOException {
    return !FileStamp.of(Files.readAttributes(link(seed), BasicFileAttributes.class))
        .equals(seed.stamp);
  }

  private void add(Seed seed) throws IOException, InterruptedException {
    seed.session = aria2.session();
    seed.sentBytes = 0;
    seed.gid =
        seed.session
            .calls()
            .add(
                seed.metainfo.torrent(seed.announce),
                Map.of(
                    "dir",
                    folder.toString(),
                    "index-out",
                    "1=" + seed.metainfo.infoHash(),
                    // Its pieces were hashed, or verified as they came, just now.
                    "bt-seed-unverified",
                    "true",
                    // For as long as this class wants.
                    "seed-ratio",
                    "0.0"));
    if (seed.announce == null) {
      // Each life of the process may listen at another port.
      int port = externalPort == 0 ? seed.session.peerPort() : externalPort;
      tracker.open(seed.metainfo.infoHash(), new InetSocketAddress(host.address(), port));
    }
  }

  private void look() {
    try {
      List<SwarmStatus> active = lookAfter();
      upload.pay(aria2.running(), active);
    } catch (IOException | RuntimeException e) {
      LOG.warn("seeds can't be looked after now: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<SwarmStatus> lookAfter() throws IOException, InterruptedException {
    for (Seed seed : seeds.values()) {
      if (!seed.session.alive()) {
        add(seed);
      }
    }
    Aria2.Session session = aria2.running();
    if (session == null) {
      return List.of();
    }
    List<SwarmStatus> active = session.calls().active();
    Map<String, SwarmStatus> byGid = new HashMap<>();
    active.forEach(status -> byGid.put(status.gid(), status));
    for (Seed seed : new ArrayList<>(seeds.values())) {
      endIfDue(seed, byGid.get(seed.gid));
    }
    return active;
  }

  private void endIfDue(Seed seed, SwarmStatus status) throws IOException, InterruptedException {
    long now = System.nanoTime();
    if (status != null && status.sentBytes() > seed.sentBytes
        || tracker.members(seed.metainfo.infoHash()) > 0) {
      seed.usedNanos = now;
    }
    String why = null;
    if (status == null) {
      why = "aria2c has ended it: " + seed.session.calls().status(seed.gid).error();
    } else if (changed(seed)) {
      why = "the file was changed";
    } else if (now - seed.usedNanos > keptUnused.toNanos()) {
      why = "nobody wanted it for " + keptUnused;
    }
    if (status != null) {
      seed.sentBytes = status.sentBytes();
    }
    if (why != null) {
      if (status != null) {
        seed.session.calls().leave(seed.gid);
      }
      forget(seed, why);
    }
  }

  private void forget(Seed seed, String why) {
    LOG.info("{} is no longer given to a swarm: {}", seed.metainfo.sha256(), why);
    tracker.close(seed.metainfo.infoHash());
    seeds.remove(seed.metainfo.infoHash());
    try {
      Files.deleteIfExists(link(seed));
      Files.deleteIfExists(folder.resolve(seed.metainfo.infoHash() + ".aria2"));
    } catch (IOException e) {
      LOG.warn("a link of {} can't be removed: {}", seed.metainfo.sha256(), e.toString());
    }
  }
}
