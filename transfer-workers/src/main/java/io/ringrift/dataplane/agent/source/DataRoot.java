package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The data folder of a node. Every access to a file of an item goes through here: nothing outside
 * the folder is ever opened, and symbolic links below it are not followed.
 */
public final class DataRoot {
  /** Below the root: what agents keep there, index and partial files. Never scanned nor served. */
  public static final String OWN_FOLDER = ".dataplane";

  private static final String NODES = "nodes";

  private final Path root;
  private final Path own;
  private final FolderMap folders;

  /** A data folder in which every item lies under its id. */
  public DataRoot(Path folder) throws IOException {
    this(folder, FolderMap.NONE, null);
  }

  /**
   * @param sharedAs the node's id, where agents of other nodes have the same folder: each then
   *     keeps its own files below {@code .dataplane/nodes/}; null: no other agent has it
   * @throws IOException if the folder can't be made or written to
   */
  public DataRoot(Path folder, FolderMap folders, String sharedAs) throws IOException {
    this.folders = folders;
    Files.createDirectories(folder);
    this.root = folder.toRealPath();
    Path hidden = root.resolve(OWN_FOLDER);
    this.own = sharedAs == null ? hidden : hidden.resolve(NODES).resolve(sharedAs);
    Files.createDirectories(own);
    if (!Files.isWritable(own) || Files.isSymbolicLink(own)) {
      throw new IOException("data folder " + root + " can't be written to");
    }
  }

  public Path path() {
    return root;
  }

  /** Where this agent keeps its own files. */
  public Path ownFolder() {
    return own;
  }

  /** Where agents keep their files, whosever. */
  Path hiddenFolder() {
    return root.resolve(OWN_FOLDER);
  }

  /** Whether agents of other nodes may have the same folder. */
  boolean shared() {
    return !own.equals(hiddenFolder());
  }

  /** Whether what lies there is an agent's, this one's or that of a node with the same files. */
  boolean agents(Path path) {
    return path.equals(hiddenFolder());
  }

  /** Where copies of live databases lie. */
  Path snapshots() {
    return ownFolder().resolve("snapshots");
  }

  /** The file that holds the bytes of what is held: the item's own, or its snapshot. */
  public Path file(Holding holding) throws IOException {
    Snapshot snapshot = holding.present() ? holding.content().snapshot() : null;
    return snapshot == null ? locate(holding.name()) : snapshots().resolve(snapshot.file());
  }

  /** False while an external drive or network share is not mounted. */
  public boolean mounted() {
    return Files.isDirectory(ownFolder(), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Where an item is or will be.
   *
   * @throws RefusedItemException if that is not a plain path below the root
   */
  public Path locate(ItemName name) throws IOException {
    Path path = place(name);
    if (!path.normalize().equals(path) || !path.startsWith(root)) {
      throw new RefusedItemException(name.itemId(), "leaves the data root");
    }
    refuseLinks(name, path);
    return path;
  }

  /** Attributes of an item's file without following links, or null if there is none. */
  public BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Where an item is or will be, links in the way not looked for.
   *
   * @throws RefusedItemException if no path below the root can be that of this item
   */
  public Path place(ItemName name) throws RefusedItemException {
    String path =
        folders
            .path(name.itemId())
            .orElseThrow(
                () ->
                    new RefusedItemException(
                        name.itemId(), "has no place here: its path is that of another item"));
    try {
      return root.resolve(path);
    } catch (InvalidPathException e) {
      // The JVM runs under a locale that cannot express this name.
      throw new RefusedItemException(
          name.itemId(), "can't be a file name under this locale: " + e.getReason());
    }
  }

  /** A path below the root, with {@code /}. */
  String relative(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /** The item id of a path below the root; nothing if that id lies elsewhere here. */
  Optional<String> itemId(Path file) {
    return folders.itemId(relative(file));
  }

  private void refuseLinks(ItemName name, Path path) throws IOException {
    Path step = root;
    for (Path segment : root.relativize(path)) {
      step = step.resolve(segment);
      BasicFileAttributes attributes = attributes(step);
      if (attributes == null) {
        return;
      }
      if (attributes.isSymbolicLink()) {
        throw new RefusedItemException(name.itemId(), "leads through the symbolic link " + step);
      }
      boolean last = step.equals(path);
      if (last ? !attributes.isRegularFile() : !attributes.isDirectory()) {
        throw new RefusedItemException(
            name.itemId(), step + " is not a " + (last ? "regular file" : "folder"));
      }
    }
    if (!path.toRealPath().startsWith(root)) {
      throw new RefusedItemException(name.itemId(), "leaves the data root");
    }
  }
}
