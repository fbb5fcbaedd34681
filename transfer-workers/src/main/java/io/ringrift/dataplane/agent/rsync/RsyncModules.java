package io.ringrift.dataplane.agent.rsync;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open modules, and rsync's configuration that says so: it is read by every daemon at its start
 * and written anew when a module comes or goes. Nobody but this user can read it. Thread-safe.
 */
final class RsyncModules implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RsyncModules.class);

  /** A fetch connects at once; one that was cut asks for a module of its own. */
  private static final Duration KEPT_IDLE = Duration.ofMinutes(1);

  private static final int NAME_BYTES = 8;
  private static final int SECRET_BYTES = 24;

  private final Path folder;
  private final LongSupplier nanoTime;
  private final boolean asRoot = "root".equals(System.getProperty("user.name"));
  private final SecureRandom random = new SecureRandom();
  private final Map<String, RsyncModule> open = new TreeMap<>();

  /**
   * @param folder of this alone; what an earlier process left in it is removed
   */
  RsyncModules(Path folder, LongSupplier nanoTime) throws IOException {
    this.folder = folder;
    this.nanoTime = nanoTime;
    remove(folder);
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  Path configuration() {
    return folder.resolve("rsyncd.conf");
  }

  /**
   * Opens a module with this file in it.
   *
   * @param weight share of the bandwidth beside others
   * @throws IOException if the file can't be linked to: its file system has no hard links, or is
   *     another one than that of the data folder
   */
  synchronized RsyncModule add(Path file, int weight) throws IOException {
    String name = random(NAME_BYTES);
    Path own = Files.createDirectory(folder.resolve(name));
    RsyncModule module =
        new RsyncModule(name, random(SECRET_BYTES), own, weight, nanoTime.getAsLong());
    try {
      Files.createLink(module.file(), file);
      writePrivately(secrets(module), RsyncModule.USER + ":" + module.secret() + "\n");
      open.put(name, module);
      configure();
    } catch (IOException | RuntimeException e) {
      remove(module);
      throw e;
    }
    return module;
  }

  /** The module of this name, which has a connection more until {@link #leave}. */
  synchronized Optional<RsyncModule> join(String name) {
    RsyncModule module = open.get(name);
    if (module != null) {
      module.joined();
    }
    return Optional.ofNullable(module);
  }

  void leave(RsyncModule module) {
    module.left(nanoTime.getAsLong());
  }

  /** Closes a module for good; its secret is worth nothing any more. */
  synchronized void remove(RsyncModule module) throws IOException {
    open.remove(module.name());
    Files.deleteIfExists(secrets(module));
    remove(module.folder());
    configure();
  }

  /** Closes those that nobody is connected to any more. */
  synchronized void removeIdle() {
    long now = nanoTime.getAsLong();
    for (RsyncModule module : List.copyOf(open.values())) {
      if (module.idleLongerThan(KEPT_IDLE.toNanos(), now)) {
        try {
          remove(module);
        } catch (IOException e) {
          LOG.warn("{} can't be removed: {}", module.folder(), e.toString());
        }
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    open.clear();
    remove(folder);
  }

  private Path secrets(RsyncModule module) {
    return folder.resolve(module.name() + ".secrets");
  }

  private void configure() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("log file = /dev/null\n")
        .append("read only = yes\n")
        .append("list = no\n")
        .append("reverse lookup = no\n")
        // Only root can lock itself in; there is no other file in a module, nor a link to one.
        .append("use chroot = ")
        .append(asRoot ? "yes" : "no")
        .append('\n');
    for (RsyncModule module : open.values()) {
      text.append('[').append(module.name()).append("]\n");
      line(text, "path", module.folder());
      line(text, "auth users", RsyncModule.USER);
      line(text, "secrets file", secrets(module));
      if (asRoot) {
        line(text, "uid", Files.getAttribute(module.file(), "unix:uid"));
        line(text, "gid", Files.getAttribute(module.file(), "unix:gid"));
      }
    }
    Path fresh = folder.resolve("rsyncd.conf.new");
    writePrivately(fresh, text.toString());
    Files.move(fresh, configuration(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append("  ").append(key).append(" = ").append(value).append('\n');
  }

  private String random(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  /** rsync refuses secrets that others can read. */
  private static void writePrivately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException failure)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
