package io.ringrift.dataplane.streams.replay.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of its own that is gone when it is closed. One that a killed process left behind goes
 * when the next is made.
 */
final class Scratch implements AutoCloseable {

  private static final String PREFIX = "replay-";

  /**
   * Locked in each folder as long as it is used, and in the parent while one is made or deleted.
   */
  private static final String LOCK = ".lock";

  private final Path folder;
  private final FileChannel inUse;

  private Scratch(Path folder, FileChannel inUse) {
    this.folder = folder;
    this.inUse = inUse;
  }

  /** Makes one below {@code parent}, which is made if it isn't there. */
  static Scratch in(Path parent) {
    try {
      Files.createDirectories(parent);
      return alone(
          parent,
          () -> {
            deleteLeftBehind(parent);
            Path folder = Files.createTempDirectory(parent, PREFIX);
            FileChannel inUse = channel(folder);
            inUse.lock();
            return new Scratch(folder, inUse);
          });
    } catch (IOException e) {
      throw new ReplayException("can't make a scratch folder in " + parent + ": " + e, e);
    }
  }

  private interface Step {
    Scratch take() throws IOException;
  }

  /** A folder that is being made or deleted looks like one that was left behind. */
  private static synchronized Scratch alone(Path parent, Step step) throws IOException {
    try (FileChannel channel = channel(parent);
        FileLock held = channel.lock()) {
      return step.take();
    }
  }

  private static FileChannel channel(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void deleteLeftBehind(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (leftBehind(folder)) {
          delete(folder);
        }
      }
    }
  }

  private static boolean leftBehind(Path folder) throws IOException {
    try (FileChannel channel = channel(folder);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try {
      alone(
          folder.getParent(),
          () -> {
            delete(folder);
            inUse.close();
            return this;
          });
    } catch (IOException e) {
      throw new ReplayException("can't delete the scratch folder " + folder + ": " + e, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> inner = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inner) {
        Files.delete(file);
      }
    }
  }
}
