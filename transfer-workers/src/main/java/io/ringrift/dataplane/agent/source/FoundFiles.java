package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a file that is there, or no longer there, means for the index. */
final class FoundFiles {
  private static final Logger LOG = LoggerFactory.getLogger(FoundFiles.class);

  private final DataRoot root;
  private final HoldingIndex index;
  private final ItemPatterns patterns;
  private final HashQueue queue;
  private final LiveDatabases databases;
  private final Clock clock;
  private final Settling settling = new Settling();

  FoundFiles(
      DataRoot root,
      HoldingIndex index,
      ItemPatterns patterns,
      HashQueue queue,
      LiveDatabases databases,
      Clock clock) {
    this.root = root;
    this.index = index;
    this.patterns = patterns;
    this.queue = queue;
    this.databases = databases;
    this.clock = clock;
  }

  /** What was received keeps the kind under which it was ordered. */
  ItemName name(String itemId) throws RefusedItemException {
    try {
      return patterns.name(itemId);
    } catch (RefusedItemException e) {
      return index.find(itemId).map(Holding::name).orElseThrow(() -> e);
    }
  }

  /** Whether the file is as it was when it was read; most are, so this comes before its name. */
  boolean unchanged(String itemId, FileStamp stamp) {
    boolean unchanged = index.find(itemId).filter(known -> known.describes(stamp)).isPresent();
    if (unchanged) {
      settling.forget(itemId);
    }
    return unchanged;
  }

  /** Takes a file that is new or has changed. */
  void changed(ItemName name, FileStamp stamp) {
    if (databases.concerns(name)) {
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

  /** A file that is written for long changes its folder only at first. */
  void lookAtUnsettled() {
    for (ItemName name : settling.names()) {
      if (!queue.contains(name)) {
        try {
          BasicFileAttributes attributes = root.attributes(root.place(name));
          if (attributes == null) {
            settling.forget(name.itemId());
          } else if (attributes.isRegularFile()) {
            FileStamp stamp = FileStamp.of(attributes);
            if (!unchanged(name.itemId(), stamp)) {
              changed(name, stamp);
            }
          }
        } catch (IOException e) {
          LOG.warn("{} can't be looked at: {}", name.itemId(), e.toString());
        }
      }
    }
  }

  /**
   * Reports an item as gone only if its own file is seen not to be there.
   *
   * @param seen ids of what was found
   * @param unreadable folders that could not be listed, as prefixes of paths below the root
   */
  void missing(Holding holding, Set<String> seen, List<String> unreadable) {
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
}
