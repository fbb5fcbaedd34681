package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One walk through folders: every file is an item or is counted as what it is instead. */
final class FolderWalk {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_LISTED = 100;
  private static final List<String> UNFINISHED =
      List.of(".tmp", ".part", "-wal", "-shm", "-journal");

  private final DataRoot root;
  private final Naming naming;
  private final Found found;
  private final Map<String, Long> unknown = new TreeMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private long files;
  private long unfinished;
  private long links;

  /** Takes what is found. */
  interface Found {
    /** Whether nothing is new about the file; then it is asked no further. */
    boolean unchanged(String itemId, FileStamp stamp);

    void file(ItemName name, FileStamp stamp);

    /** A folder is about to be listed; {@code modified} is its mtime before that. */
    void folder(Path folder, Instant modified);
  }

  /** Tells which item a path is. */
  @FunctionalInterface
  interface Naming {
    ItemName name(String itemId) throws RefusedItemException;
  }

  FolderWalk(DataRoot root, Naming naming, Found found) {
    this.root = root;
    this.naming = naming;
    this.found = found;
  }

  /** Lists one folder, and those below it that {@code enter} names. */
  void list(Path folder, Predicate<Path> enter) {
    list(folder, enter, 0);
  }

  /** Looks at one file or link, as if its folder were listed; at nothing if it isn't there. */
  void one(Path file) {
    try {
      look(file, folder -> false, 0);
    } catch (IOException e) {
      unreadable.add(root.relative(file));
    }
  }

  /** Folders that could not be listed, as prefixes of paths below the root. */
  List<String> unreadable() {
    return unreadable;
  }

  ScanSummary summary(Instant at, Duration took, Map<String, String> snapshotRequired) {
    return new ScanSummary(
        at,
        took,
        files,
        Map.copyOf(unknown),
        snapshotRequired,
        unfinished,
        links,
        unreadable.stream().limit(MAX_LISTED).toList());
  }

  private void list(Path folder, Predicate<Path> enter, int depth) {
    try {
      BasicFileAttributes attributes = root.attributes(folder);
      if (attributes == null || !attributes.isDirectory()) {
        return;
      }
      found.folder(folder, attributes.lastModifiedTime().toInstant());
      if (depth > MAX_DEPTH) {
        throw new IOException("more than " + MAX_DEPTH + " folders deep");
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          look(child, enter, depth);
        }
      }
    } catch (NoSuchFileException e) {
      // It went while we looked: its items are found missing.
    } catch (IOException | DirectoryIteratorException e) {
      unreadable.add(folder.equals(root.path()) ? "" : root.relative(folder) + "/");
    }
  }

  private void look(Path child, Predicate<Path> enter, int depth) throws IOException {
    if (root.agents(child)) {
      return;
    }
    BasicFileAttributes attributes = root.attributes(child);
    if (attributes == null) {
      return;
    }
    String name = child.getFileName().toString();
    if (attributes.isSymbolicLink()) {
      links++;
    } else if (unfinished(name)) {
      unfinished++;
    } else if (attributes.isDirectory()) {
      if (enter.test(child)) {
        list(child, enter, depth + 1);
      }
    } else if (attributes.isRegularFile()) {
      file(child, FileStamp.of(attributes));
    } else {
      unknown.merge("special files", 1L, Long::sum);
    }
  }

  private void file(Path file, FileStamp stamp) {
    Optional<String> itemId = root.itemId(file);
    try {
      if (itemId.isPresent()) {
        if (!found.unchanged(itemId.get(), stamp)) {
          found.file(naming.name(itemId.get()), stamp);
        }
        files++;
        return;
      }
    } catch (RefusedItemException e) {
      // Counted below.
    }
    unknown.merge(kindOf(root.relative(file)), 1L, Long::sum);
  }

  /** Also what SQLite keeps beside a database that is in use. */
  private static boolean unfinished(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.startsWith(".") || UNFINISHED.stream().anyMatch(lower::endsWith);
  }

  /** {@code logs/*.txt}: where and what. */
  private static String kindOf(String path) {
    int slash = path.indexOf('/');
    int dot = path.lastIndexOf('.');
    String folder = slash < 0 ? "" : path.substring(0, slash + 1);
    String ending = dot > path.lastIndexOf('/') ? path.substring(dot) : "";
    return (folder + "*" + ending).replaceAll("\\p{Cntrl}", "?");
  }
}
