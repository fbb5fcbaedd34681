package io.ringrift.dataplane.agent.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folders of a node whose items go by another name: {@code consolidated/games=games} says that the
 * file {@code consolidated/games/a.db} here is the item {@code games/a.db} everywhere. Each path
 * has one item id and each item id one path.
 */
public final class FolderMap {
  /** Paths and item ids are the same. */
  public static final FolderMap NONE = new FolderMap(List.of());

  private final List<Entry> entries;

  /** Both without a slash at their ends. */
  private record Entry(String folder, String prefix) {}

  private FolderMap(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * @param texts each {@code FOLDER=PREFIX}
   * @throws IllegalArgumentException naming every text that can't be used, and why
   */
  public static FolderMap of(List<String> texts) {
    List<Entry> entries = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    Set<String> folders = new HashSet<>();
    Set<String> prefixes = new HashSet<>();
    for (String text : texts) {
      String[] sides = text.split("=", -1);
      Entry entry = sides.length == 2 ? new Entry(bare(sides[0]), bare(sides[1])) : null;
      if (entry == null || unusable(entry.folder()) || unusable(entry.prefix())) {
        faults.add("'" + text + "', allowed: FOLDER=PREFIX, both plain relative paths");
      } else if (!folders.add(entry.folder()) || !prefixes.add(entry.prefix())) {
        faults.add("'" + text + "' maps a folder or a prefix for the second time");
      } else {
        entries.add(entry);
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return new FolderMap(entries);
  }

  /** The item id of a path; nothing if that id is the name of another path. */
  public Optional<String> itemId(String path) {
    String itemId = longest(path, Comparator.comparingInt(e -> e.folder().length()), true);
    return path(itemId).filter(path::equals).map(same -> itemId);
  }

  /** The path of an item id; nothing if that path is the place of another id. */
  public Optional<String> path(String itemId) {
    String path = longest(itemId, Comparator.comparingInt(e -> e.prefix().length()), false);
    return longest(path, Comparator.comparingInt(e -> e.folder().length()), true).equals(itemId)
        ? Optional.of(path)
        : Optional.empty();
  }

  private String longest(String name, Comparator<Entry> length, boolean fromFolder) {
    return entries.stream()
        .filter(entry -> below(name, fromFolder ? entry.folder() : entry.prefix()))
        .max(length)
        .map(
            entry -> {
              String from = fromFolder ? entry.folder() : entry.prefix();
              String to = fromFolder ? entry.prefix() : entry.folder();
              return to + name.substring(from.length());
            })
        .orElse(name);
  }

  private static boolean below(String name, String folder) {
    return name.startsWith(folder)
        && (name.length() == folder.length() || name.charAt(folder.length()) == '/');
  }

  private static boolean unusable(String path) {
    try {
      ItemName.refuseUnusable(path);
      return false;
    } catch (RefusedItemException e) {
      return true;
    }
  }

  private static String bare(String path) {
    String stripped = path.strip();
    return stripped.endsWith("/") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }
}
