package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The data folder of a node. Every access to a file of an item goes through here: nothing outside
 * the folder is ever opened, and symbolic links below it are not followed.
 */
public final class DataRoot {
  /** The agent's own folder below the root: index, partial files. Never scanned nor served. */
  public static final String OWN_FOLDER = ".dataplane";

  private final Path root;

  /**
   * @throws IOException if the folder can't be made or written to
   */
  public DataRoot(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.root = folder.toRealPath();
    Path own = ownFolder();
    Files.createDirectories(own);
    if (!Files.isWritable(own) || Files.isSymbolicLink(own)) {
      throw new IOException("data folder " + root + " can't be written to");
    }
  }

  public Path path() {
    return root;
  }

  public Path ownFolder() {
    return root.resolve(OWN_FOLDER);
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
    Path path;
    try {
      path = root.resolve(name.itemId());
    } catch (InvalidPathException e) {
      // The JVM runs under a locale that cannot express this name.
      throw new RefusedItemException(
          name.itemId(), "can't be a file name under this locale: " + e.getReason());
    }
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

  /** The item id of a path below the root. */
  String itemId(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
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
