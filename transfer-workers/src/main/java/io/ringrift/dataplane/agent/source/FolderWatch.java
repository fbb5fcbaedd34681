package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.database.DatabaseReader;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index in step with the data folder.
 *
 * <p>Goals: a new file is known within seconds on any file system, network shares and external
 * drives included; a large folder costs little; nothing is believed gone that merely can't be seen.
 *
 * <p>Algorithm: each tick lists the folders whose mtime has changed, which finds files made,
 * renamed and removed. Files written in place change no folder: a full pass looks at every file, as
 * often as keeps its cost at a fiftieth of the time (at once for a small folder), at least every
 * {@code fullPass}. (Notifications of the kernel would be quicker, but are not to be had for
 * network shares and are lost when many come at once, so that all this would be needed beside
 * them.)
 */
public final class FolderWatch implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final int COST_SHARE = 50;

  /** An mtime this young may not show a later change: clocks of file systems are coarse. */
  private static final Duration RACY = Duration.ofSeconds(2);

  private final DataRoot root;
  private final HoldingIndex index;
  private final ItemPatterns patterns;
  private final HashQueue queue;
  private final LiveDatabases databases;
  private final Clock clock;
  private final Duration tick;
  private final Duration longest;
  private final Settling settling = new Settling();
  private final Map<Path, Instant> folders = new HashMap<>();
  private final Thread thread;
  private Instant nextFullPass = Instant.MIN;
  private boolean mounted = true;
  private volatile ScanSummary summary = ScanSummary.NONE;

  /**
   * How to watch.
   *
   * @param tick between looks
   * @param fullPass longest time between looks at every file
   * @param patterns which files are items
   * @param npz what an NPZ may be
   * @param gameTable table of a database whose rows are games
   */
  public record Settings(
      Duration tick, Duration fullPass, ItemPatterns patterns, NpzLimits npz, String gameTable) {}

  /** A watch over a data folder. */
  public FolderWatch(
      DataRoot root,
      HoldingIndex index,
      Settings settings,
      LiveDatabases databases,
      TokenBucket rate,
      Clock clock) {
    this.root = root;
    this.index = index;
    this.patterns = settings.patterns();
    this.databases = databases;
    this.queue =
        new HashQueue(
            new ContentReader(root, settings.npz(), new DatabaseReader(settings.gameTable()), rate),
            index);
    this.clock = clock;
    this.tick = settings.tick();
    this.longest = settings.fullPass();
    this.thread = new Thread(this::run, "scanner");
  }

  public void start() {
    thread.start();
  }

  /** What the last full pass found. */
  public ScanSummary summary() {
    return summary;
  }

  /** Files whose content is not known yet. */
  public int pending() {
    return queue.size();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.close();
    databases.close();
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.error("look at {} broke", root.path(), e);
        }
        Thread.sleep(tick.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look, as a tick makes it. */
  void look() {
    boolean mountedNow = root.mounted();
    if (mountedNow != mounted) {
      mounted = mountedNow;
      LOG.warn(
          "data folder {} is {}",
          root.path(),
          mounted ? "back" : "not there: what is known of it stands until it is back");
    }
    if (!mounted) {
      return;
    }
    Instant now = clock.instant();
    if (now.isBefore(nextFullPass)) {
      lookAtChangedFolders();
      lookAtUnsettledFiles();
    } else {
      lookAtEverything(now);
    }
    databases.lookAgain();
  }

  private void lookAtEverything(Instant now) {
    long start = System.nanoTime();
    folders.clear();
    Set<String> seen = new HashSet<>();
    FolderWalk walk = walk(seen);
    walk.list(root.path(), folder -> true);
    index.all().forEach(holding -> missing(holding, seen, walk.unreadable()));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Duration pause = took.multipliedBy(COST_SHARE);
    nextFullPass = now.plus(pause.compareTo(longest) > 0 ? longest : pause);
    tellNew(walk.summary(clock.instant(), took, databases.reasons()));
  }

  private void lookAtChangedFolders() {
    for (Map.Entry<Path, Instant> known : new ArrayList<>(folders.entrySet())) {
      Path folder = known.getKey();
      if (changed(folder, known.getValue())) {
        Set<String> seen = new HashSet<>();
        FolderWalk walk = walk(seen);
        folders.remove(folder);
        walk.list(folder, child -> !folders.containsKey(child));
        for (Holding holding : under(folder)) {
          missing(holding, seen, walk.unreadable());
        }
      }
    }
  }

  /** A file that is written for long changes its folder only at first. */
  private void lookAtUnsettledFiles() {
    for (ItemName name : settling.names()) {
      if (!queue.contains(name)) {
        try {
          BasicFileAttributes attributes = root.attributes(root.place(name));
          if (attributes == null) {
            settling.forget(name.itemId());
          } else if (attributes.isRegularFile()) {
            file(name, FileStamp.of(attributes));
          }
        } catch (IOException e) {
          LOG.warn("{} can't be looked at: {}", name.itemId(), e.toString());
        }
      }
    }
  }

  private List<Holding> under(Path folder) {
    return folder.equals(root.path())
        ? index.under("")
        : root.itemId(folder).map(id -> index.under(id + "/")).orElse(List.of());
  }

  private boolean changed(Path folder, Instant before) {
    try {
      Instant modified =
          Optional.ofNullable(root.attributes(folder))
              .map(attributes -> attributes.lastModifiedTime().toInstant())
              .orElse(null);
      return !before.equals(modified);
    } catch (IOException e) {
      // Not to be seen is not gone; the next full pass reports it.
      return false;
    }
  }

  private FolderWalk walk(Set<String> seen) {
    return new FolderWalk(
        root,
        this::name,
        new FolderWalk.Found() {
          @Override
          public void file(ItemName name, FileStamp stamp) {
            seen.add(name.itemId());
            FolderWatch.this.file(name, stamp);
          }

          @Override
          public void folder(Path folder, Instant modified) {
            boolean racy = modified.isAfter(clock.instant().minus(RACY));
            folders.put(folder, racy ? Instant.MIN : modified);
          }
        });
  }

  /** What was received keeps the kind under which it was ordered. */
  private ItemName name(String itemId) throws RefusedItemException {
    try {
      return patterns.name(itemId);
    } catch (RefusedItemException e) {
      return index.find(itemId).map(Holding::name).orElseThrow(() -> e);
    }
  }

  private void file(ItemName name, FileStamp stamp) {
    Holding known = index.find(name.itemId()).orElse(null);
    if (known != null && known.describes(stamp)) {
      settling.forget(name.itemId());
    } else if (databases.concerns(name)) {
      // Written to at any time: no hash of it stands for anything.
      lookAtDatabase(name);
    } else if (settling.settled(name, stamp, clock.instant())) {
      queue.add(name, stamp);
    }
  }

  private void lookAtDatabase(ItemName name) {
    try {
      databases.look(name);
    } catch (IOException e) {
      LOG.warn("{} can't be looked at: {}", name.itemId(), e.toString());
    }
  }

  /** Reports an item as gone only if its own file is seen not to be there. */
  private void missing(Holding holding, Set<String> seen, List<String> unreadable) {
    String itemId = holding.name().itemId();
    if (!holding.present() || seen.contains(itemId)) {
      return;
    }
    try {
      Path file = root.place(holding.name());
      String path = root.relative(file);
      if (unreadable.stream().noneMatch(path::startsWith)
          && root.attributes(file) == null
          && root.mounted()) {
        settling.forget(itemId);
        databases.gone(holding);
        index.absent(holding.name());
        LOG.info("{} is no longer here", itemId);
      }
    } catch (IOException e) {
      LOG.warn("{} can't be looked at, it is kept as known: {}", itemId, e.toString());
    }
  }

  private void tellNew(ScanSummary now) {
    if (!now.unknown().keySet().equals(summary.unknown().keySet())) {
      LOG.warn("files of no known class, which are not reported: {}", now.unknown());
    }
    if (!now.unreadable().equals(summary.unreadable())) {
      LOG.warn("folders that can't be listed, what was known of them stands: {}", now.unreadable());
    }
    summary = now;
  }
}
