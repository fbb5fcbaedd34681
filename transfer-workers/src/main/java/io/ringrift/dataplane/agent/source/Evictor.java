package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a file that was ordered to go, if it is just what the order names: the register that the
 * decision saw, and the very file that was hashed for it.
 *
 * <p>The file is first moved out of the way and then looked at, so that one which somebody puts in
 * its place at that moment is never removed. A kill leaves it there; the next start puts it back,
 * and it is found and reported like any file.
 */
public final class Evictor {
  private static final Logger LOG = LoggerFactory.getLogger(Evictor.class);

  private final DataRoot root;
  private final HoldingIndex index;
  private final Path aside;

  /**
   * What is to go.
   *
   * @param boot of the register that the decision saw, with {@code sequence}
   */
  public record Order(String itemId, String sha256, long boot, long sequence) {}

  /**
   * What became of it.
   *
   * @param reason why it stays, a stable word and a sentence; empty if it is gone
   */
  public record Outcome(boolean done, String reason) {
    private static final Outcome DONE = new Outcome(true, "");

    private static Outcome stays(String reason) {
      return new Outcome(false, reason);
    }
  }

  public Evictor(DataRoot root, HoldingIndex index) {
    this.root = root;
    this.index = index;
    this.aside = root.ownFolder().resolve("evicting");
  }

  /** Empty if the item isn't here any more: it was removed before. */
  public Optional<Outcome> remove(Order order) {
    Holding holding = index.find(order.itemId()).filter(Holding::present).orElse(null);
    if (holding == null) {
      return Optional.empty();
    }
    String against = against(order, holding);
    if (against != null) {
      return Optional.of(Outcome.stays(against));
    }
    try {
      return Optional.of(remove(holding));
    } catch (IOException e) {
      return Optional.of(Outcome.stays("not_removable: " + e));
    }
  }

  private static String against(Order order, Holding holding) {
    if (holding.boot() != order.boot() || holding.sequence() != order.sequence()) {
      return "register_changed: it was reported anew since the order was decided";
    }
    if (!holding.content().sha256().equals(order.sha256())) {
      return "content_changed: it is now " + holding.content().sha256();
    }
    return holding.content().snapshot() == null
        ? null
        : "live_database: a database that is in use is not removed";
  }

  private Outcome remove(Holding holding) throws IOException {
    Path file = root.locate(holding.name());
    if (!unchanged(holding, file)) {
      return Outcome.stays("file_changed: it was written to since it was hashed");
    }
    Path moved = aside.resolve(root.relative(file));
    Files.createDirectories(moved.getParent());
    try {
      Files.move(file, moved, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return Outcome.stays("file_changed: it went meanwhile");
    }
    if (!unchanged(holding, moved) || !index.removed(holding)) {
      putBack(moved, file);
      return Outcome.stays("file_changed: another one was put in its place");
    }
    Files.delete(moved);
    LOG.info("{} is removed, as was ordered", holding.name().itemId());
    return Outcome.DONE;
  }

  private boolean unchanged(Holding holding, Path file) throws IOException {
    BasicFileAttributes attributes = root.attributes(file);
    return attributes != null && holding.describes(FileStamp.of(attributes));
  }

  /** At the start: what a kill left half removed is put back. */
  public void putBackAll() throws IOException {
    if (!Files.isDirectory(aside, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> left;
    try (Stream<Path> all = Files.walk(aside)) {
      left = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : left) {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        putBack(path, root.path().resolve(aside.relativize(path)));
      } else {
        deleteIfEmpty(path);
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("{} holds what could not be put back", folder);
    }
  }

  /** Where something newer stands by now, the older one stays aside. */
  private static void putBack(Path moved, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.createLink(file, moved);
      Files.delete(moved);
    } catch (FileAlreadyExistsException e) {
      LOG.warn("{} can't be put back, {} is there by now", moved, file);
    } catch (UnsupportedOperationException e) {
      // A file system without links.
      Files.move(moved, file);
    }
  }
}
