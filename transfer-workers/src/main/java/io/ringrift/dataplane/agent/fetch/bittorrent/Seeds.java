package io.ringrift.dataplane.agent.fetch.bittorrent;

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
  private final PeerAccess access;
  private final Map<String, Seed> seeds = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "seeds");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param tracker of the swarms that begin here
   * @param folder for the links, on the file system of the data folder
   * @param host where others reach this node
   * @param access how {@code aria2c} and other members reach one another
   * @param externalPort where others reach it; 0: where it is open to them
   * @param keptUnused a seed that nobody has used for so long is ended
   */
  Seeds(
      Aria2 aria2,
      Tracker tracker,
      Path folder,
      Swarms.Host host,
      PeerAccess access,
      int externalPort,
      Duration keptUnused) {
    this.aria2 = aria2;
    this.tracker = tracker;
    this.folder = folder;
    this.host = host;
    this.externalPort = externalPort;
    this.keptUnused = keptUnused;
    this.access = access;
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

  /** Ends the giving of what is to be fetched here anew. */
  synchronized void giveUp(String infoHash) {
    Seed seed = seeds.get(infoHash);
    if (seed != null) {
      seed.torrent.end();
      forget(seed, "it is fetched again");
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
    if (there != null && there.torrent.session().alive()) {
      there.usedNanos = System.nanoTime();
      return;
    }
    Seed seed = there == null ? new Seed(metainfo, announce, stamp, folder) : there;
    if (there == null) {
      seed.link(file);
    }
    try {
      add(seed, aria2.session());
    } catch (IOException | InterruptedException e) {
      if (there == null) {
        seed.end();
      }
      throw e;
    }
    seeds.put(metainfo.infoHash(), seed);
    LOG.info("{} is given to a swarm", metainfo.sha256());
  }

  /** Nothing has changed if this fails. */
  private void add(Seed seed, Aria2.Session session) throws IOException, InterruptedException {
    // Each life of the process may listen at another port.
    int port = externalPort == 0 ? session.peerPort() : externalPort;
    InetSocketAddress own =
        seed.announce == null ? new InetSocketAddress(host.address(), port) : null;
    seed.torrent =
        Torrent.begin(
            session,
            seed.metainfo.torrent(seed.announced(access)),
            Map.of(
                "dir",
                folder.toString(),
                "index-out",
                "1=" + seed.infoHash(),
                // Its pieces were hashed, or verified as they came, just now.
                "bt-seed-unverified",
                "true",
                // For as long as this class wants.
                "seed-ratio",
                "0.0"));
    seed.sentBytes = 0;
    if (own != null) {
      tracker.open(seed.infoHash(), own);
    }
  }

  private void look() {
    try {
      List<SwarmStatus> active = lookAfter();
      access.looked(aria2.running(), active);
    } catch (IOException | RuntimeException e) {
      LOG.warn("seeds can't be looked after now: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<SwarmStatus> lookAfter() throws IOException, InterruptedException {
    addAgain();
    Aria2.Session session = aria2.running();
    if (session == null) {
      return List.of();
    }
    List<SwarmStatus> active = session.calls().active();
    Map<String, SwarmStatus> byGid = new HashMap<>();
    active.forEach(status -> byGid.put(status.gid(), status));
    for (Seed seed : List.copyOf(seeds.values())) {
      if (seed.torrent.session() == session) {
        try {
          endIfDue(seed, byGid.get(seed.torrent.gid()));
        } catch (IOException e) {
          LOG.warn("{} can't be looked after now: {}", seed.metainfo.sha256(), e.toString());
        }
      }
    }
    return active;
  }

  /** What was given by a process that has ended. */
  private void addAgain() throws IOException, InterruptedException {
    for (Seed seed : List.copyOf(seeds.values())) {
      if (!seed.torrent.session().alive()) {
        Aria2.Session session = aria2.session();
        try {
          add(seed, session);
        } catch (IOException e) {
          // With the next look again; the others don't wait for this one.
          LOG.warn("{} can't be given now: {}", seed.metainfo.sha256(), e.toString());
        }
      }
    }
  }

  private void endIfDue(Seed seed, SwarmStatus status) throws IOException, InterruptedException {
    long now = System.nanoTime();
    if (status != null && status.sentBytes() > seed.sentBytes
        || tracker.members(seed.infoHash()) > 0) {
      seed.usedNanos = now;
    }
    String why = null;
    if (status == null) {
      why = "aria2c has ended it: " + seed.torrent.status().error();
    } else if (seed.changed()) {
      why = "the file was changed";
    } else if (now - seed.usedNanos > keptUnused.toNanos()) {
      why = "nobody wanted it for " + keptUnused;
    }
    if (status != null) {
      seed.sentBytes = status.sentBytes();
    }
    if (why != null) {
      if (status != null) {
        seed.torrent.session().calls().leave(seed.torrent.gid());
      }
      forget(seed, why);
    }
  }

  private void forget(Seed seed, String why) {
    LOG.info("{} is no longer given to a swarm: {}", seed.metainfo.sha256(), why);
    tracker.close(seed.infoHash());
    seeds.remove(seed.infoHash());
    try {
      seed.end();
    } catch (IOException e) {
      LOG.warn("a link of {} can't be removed: {}", seed.metainfo.sha256(), e.toString());
    }
  }
}
