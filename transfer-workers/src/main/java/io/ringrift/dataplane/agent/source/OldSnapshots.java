package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots that newer ones have replaced: each is served on while somebody reads it, so that a
 * fetch which takes longer than the next snapshot still ends. Thread-safe.
 */
public final class OldSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(OldSnapshots.class);

  /** Longer than a fetch pauses between two requests, its retries included. */
  private static final Duration KEPT_UNREAD = Duration.ofMinutes(10);

  private final DataRoot root;
  private final Clock clock;
  private final Map<Path, Old> old = new HashMap<>();

  private record Old(Holding holding, Instant lastRead) {}

  public OldSnapshots(DataRoot root, Clock clock) {
    this.root = root;
    this.clock = clock;
  }

  /** The register that told of this content before the one that stands now. */
  public synchronized Optional<Holding> read(String itemId, String sha256) {
    for (Map.Entry<Path, Old> entry : old.entrySet()) {
      Holding holding = entry.getValue().holding();
      if (holding.name().itemId().equals(itemId) && holding.serves(sha256)) {
        entry.setValue(new Old(holding, clock.instant()));
        return Optional.of(holding);
      }
    }
    return Optional.empty();
  }

  /** {@code holding} is about to be replaced by {@code newer}, or removed where that is null. */
  synchronized void retire(Holding holding, Content newer) {
    Snapshot before = holding.present() ? holding.content().snapshot() : null;
    boolean stays =
        newer != null
            && newer.snapshot() != null
            && before != null
            && before.file().equals(newer.snapshot().file());
    if (before != null && !stays) {
      old.put(root.snapshots().resolve(before.file()), new Old(holding, clock.instant()));
    }
  }

  /** The file is current again: the database holds what it held before. */
  synchronized void unretire(Path file) {
    old.remove(file);
  }

  /** Removes what nobody has read for a while. */
  synchronized void sweep() {
    Instant unreadSince = clock.instant().minus(KEPT_UNREAD);
    for (Iterator<Map.Entry<Path, Old>> all = old.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Path, Old> entry = all.next();
      if (entry.getValue().lastRead().isBefore(unreadSince)) {
        remove(entry.getKey());
        all.remove();
      }
    }
  }

  /** At the start: removes what the index doesn't name. */
  public void removeStrangers(HoldingIndex index) throws IOException {
    if (!Files.isDirectory(root.snapshots())) {
      return;
    }
    Set<String> current = new HashSet<>();
    for (Holding holding : index.all()) {
      if (holding.present() && holding.content().snapshot() != null) {
        current.add(holding.content().snapshot().file());
      }
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.snapshots())) {
      for (Path file : files) {
        if (!current.contains(file.getFileName().toString())) {
          remove(file);
        }
      }
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("old snapshot {} can't be removed: {}", file, e.toString());
    }
  }
}
