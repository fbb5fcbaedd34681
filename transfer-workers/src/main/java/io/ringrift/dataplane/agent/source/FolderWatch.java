package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.database.DatabaseReader;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzLimits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
 * {@code fullPass}. Where the kernel tells of changes ({@link FolderNotes}) they are looked at as
 * soon as they are told, and the full pass, which then only finds what it didn't tell, is made
 * every {@code fullPass}.
 */
public final class FolderWatch implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final int COST_SHARE = 50;

  /** An mtime this young may not show a later change: clocks of file systems are coarse. */
  private static final Duration RACY = Duration.ofSeconds(2);

  private final DataRoot root;
  private final HoldingIndex index;
  private final HashQueue queue;
  private final FoundFiles files;
  private final LiveDatabases databases;
  private final Clock clock;
  private final Duration tick;
  private final Duration longest;
  private final Map<Path, Instant> folders = new HashMap<>();
  private final Thread thread;
  private Instant nextFullPass = Instant.MIN;
  private boolean mounted = true;
  private FolderNotes notes = FolderNotes.NONE;
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
    this.databases = databases;
    this.queue =
        new HashQueue(
            new ContentReader(root, settings.npz(), new DatabaseReader(settings.gameTable()), rate),
            index);
    this.files = new FoundFiles(root, index, settings.patterns(), queue, databases, clock);
    this.clock = clock;
    this.tick = settings.tick();
    this.longest = settings.fullPass();
    this.thread = new Thread(this::run, "scanner");
  }

  /** Looks from now on, and when the kernel tells of a change. */
  public void start() {
    notes = FolderNotes.below(root.path());
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
    notes.close();
    queue.close();
    databases.close();
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        long start = System.nanoTime();
        guarded(this::look);
        for (Duration left = tick; !left.isNegative() && !left.isZero(); left = left(start)) {
          Set<Path> told = notes.await(left);
          guarded(() -> lookAt(told));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration left(long start) {
    return tick.minusNanos(System.nanoTime() - start);
  }

  private void guarded(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.error("look at {} broke", root.path(), e);
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
      files.lookAtUnsettled();
    } else {
      lookAtEverything();
    }
    databases.lookAgain();
  }

  void lookAtEverything() {
    Instant now = clock.instant();
    long start = System.nanoTime();
    folders.clear();
    Set<String> seen = new HashSet<>();
    FolderWalk walk = walk(seen);
    walk.list(root.path(), folder -> true);
    index.all().forEach(holding -> files.missing(holding, seen, walk.unreadable()));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Duration pause = notes.working() ? longest : took.multipliedBy(COST_SHARE);
    nextFullPass = now.plus(pause.compareTo(longest) > 0 ? longest : pause);
    tellNew(walk.summary(clock.instant(), took, databases.reasons()));
  }

  private void lookAtChangedFolders() {
    for (Map.Entry<Path, Instant> known : new ArrayList<>(folders.entrySet())) {
      Path folder = known.getKey();
      if (changed(folder, known.getValue())) {
        lookAtFolder(folder);
      }
    }
  }

  private void lookAtFolder(Path folder) {
    Set<String> seen = new HashSet<>();
    FolderWalk walk = walk(seen);
    folders.remove(folder);
    walk.list(folder, child -> !folders.containsKey(child));
    for (Holding holding : under(folder)) {
      files.missing(holding, seen, walk.unreadable());
    }
  }

  /** What the kernel told of: files and folders that came, changed or went. */
  private void lookAt(Set<Path> told) {
    for (Path path : told) {
      if (folders.containsKey(path) || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        lookAtFolder(path);
      } else {
        walk(new HashSet<>()).one(path);
        root.itemId(path)
            .flatMap(index::find)
            .ifPresent(holding -> files.missing(holding, Set.of(), List.of()));
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
        files::name,
        new FolderWalk.Found() {
          @Override
          public boolean unchanged(String itemId, FileStamp stamp) {
            seen.add(itemId);
            return files.unchanged(itemId, stamp);
          }

          @Override
          public void file(ItemName name, FileStamp stamp) {
            files.changed(name, stamp);
          }

          @Override
          public void folder(Path folder, Instant modified) {
            notes.add(folder);
            boolean racy = modified.isAfter(clock.instant().minus(RACY));
            folders.put(folder, racy ? Instant.MIN : modified);
          }
        });
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
