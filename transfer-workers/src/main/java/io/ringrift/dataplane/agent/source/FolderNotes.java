package io.ringrift.dataplane.agent.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel tells of changes below a folder, so that a change needn't wait for the next look.
 *
 * <p>Nothing rests on it alone: notes get lost when many come at once, and a network share tells
 * nothing of what other hosts do. Where there are none, or no more of them, it says so once in the
 * log and is silent from then on; the looks find everything all the same.
 *
 * <p>Only the scanner's thread uses it.
 */
final class FolderNotes implements Closeable {
  /** Tells nothing. */
  static final FolderNotes NONE = new FolderNotes(null);

  private static final Logger LOG = LoggerFactory.getLogger(FolderNotes.class);

  /** A file that is written piece by piece is looked at five times a second, not at each piece. */
  private static final Duration GATHERED = Duration.ofMillis(200);

  /** Beginnings of the names that file systems have which other hosts write to unseen. */
  private static final Set<String> REMOTE =
      Set.of("nfs", "cifs", "smb", "fuse", "9p", "afs", "ceph", "lustre", "gluster", "virtiofs");

  private final Map<Path, WatchKey> keys = new HashMap<>();
  private WatchService service;

  private FolderNotes(WatchService service) {
    this.service = service;
  }

  /** Notes of what lies below the folder, as far as folders are added; or none, for a reason. */
  static FolderNotes below(Path root) {
    try {
      String type = Files.getFileStore(root).type();
      if (REMOTE.stream().anyMatch(type.toLowerCase(Locale.ROOT)::startsWith)) {
        LOG.info("no notifications for {}: it is {}, others write to it unseen", root, type);
        return NONE;
      }
      WatchService service = root.getFileSystem().newWatchService();
      if (service.getClass().getSimpleName().startsWith("Polling")) {
        service.close();
        LOG.info("no notifications for {}: this system would list all folders for them", root);
        return NONE;
      }
      return new FolderNotes(service);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.info("no notifications for {}: {}", root, e.toString());
      return NONE;
    }
  }

  /** Whether changes are told, of all folders added. */
  boolean working() {
    return service != null;
  }

  /** From now on changes right below the folder are told; to be called before it is listed. */
  void add(Path folder) {
    if (service == null || keys.containsKey(folder)) {
      return;
    }
    try {
      keys.put(
          folder,
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (NoSuchFileException | NotDirectoryException e) {
      // It went while we looked.
    } catch (IOException e) {
      LOG.warn("no notifications any more, {} can't be watched: {}", folder, e.toString());
      close();
    }
  }

  /**
   * Waits for changes, and then a moment for more of them.
   *
   * @return files and folders that came, changed or went, and folders of which some changes were
   *     not told; empty when the time ran out first
   */
  Set<Path> await(Duration most) throws InterruptedException {
    Set<Path> changed = new LinkedHashSet<>();
    if (service == null) {
      Thread.sleep(most.toMillis());
      return changed;
    }
    try {
      WatchKey first = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
      if (first != null) {
        Thread.sleep(Math.min(GATHERED.toMillis(), most.toMillis()));
        for (WatchKey key = first; key != null; key = service.poll()) {
          take(key, changed);
        }
      }
    } catch (ClosedWatchServiceException e) {
      close();
    }
    return changed;
  }

  private void take(WatchKey key, Set<Path> changed) {
    Path folder = (Path) key.watchable();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        changed.add(folder);
      } else {
        Path path = folder.resolve((Path) event.context());
        if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
          forget(path);
        }
        changed.add(path);
      }
    }
    if (!key.reset()) {
      keys.remove(folder);
    }
  }

  /** A folder that was moved would go on telling under its old name. */
  private void forget(Path gone) {
    keys.entrySet()
        .removeIf(
            each -> {
              boolean below = each.getKey().startsWith(gone);
              if (below) {
                each.getValue().cancel();
              }
              return below;
            });
  }

  @Override
  public void close() {
    keys.clear();
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        LOG.debug("closing notifications failed", e);
      }
      service = null;
    }
  }
}
