package io.ringrift.dataplane.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the stores, owned by one process at a time.
 *
 * <p>After an unclean end under exactly-once the stores can't be trusted, and Streams restores them
 * from their changelogs after it has opened and emptied each of them. Deleting the task folders
 * beforehand is faster (ADR 0003). The file with the process id stays: by it the broker knows the
 * open transaction of the former life and ends it at once.
 */
final class StateFolder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);

  /** There while the last end was clean. */
  private static final String CLEAN = "closed-cleanly";

  private static final String LOCK = "owner.lock";

  /** Task folders are {@code subtopology_partition}. */
  private static final String TASK_FOLDER = "\\d+_\\d+";

  private final Path folder;
  private final FileChannel channel;
  private boolean begun;

  private StateFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * @throws StartupException if it can't be written or another process has it
   */
  static StateFolder open(Path stateDir) {
    try {
      Files.createDirectories(stateDir);
      FileChannel channel =
          FileChannel.open(
              stateDir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw StartupException.settings(
            SettingCatalogue.STATE_DIR
                + " is "
                + stateDir
                + ", which another process uses; give each instance its own");
      }
      return new StateFolder(stateDir, channel);
    } catch (IOException e) {
      throw notWritable(stateDir, e);
    }
  }

  /**
   * To be called right before the stages start; until then a clean folder stays clean.
   *
   * @param discardAfterCrash whether stores of an unclean end are useless (exactly-once)
   */
  void begin(String applicationId, boolean discardAfterCrash) {
    try {
      boolean clean = Files.deleteIfExists(folder.resolve(CLEAN));
      if (!clean && discardAfterCrash) {
        discardTasks(folder.resolve(applicationId));
      }
      begun = true;
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  private static StartupException notWritable(Path stateDir, IOException e) {
    return StartupException.settings(
        SettingCatalogue.STATE_DIR + " is " + stateDir + ", which can't be written: " + e);
  }

  /** Says that all stores were closed in order; nothing if none was opened. */
  void markClean() {
    if (!begun) {
      return;
    }
    try {
      Files.writeString(folder.resolve(CLEAN), "");
    } catch (IOException e) {
      log.warn("State folder {} can't be marked clean: {}", folder, e.toString());
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void discardTasks(Path applicationFolder) throws IOException {
    if (!Files.isDirectory(applicationFolder)) {
      return;
    }
    List<Path> tasks;
    try (Stream<Path> entries = Files.list(applicationFolder)) {
      tasks = entries.filter(path -> path.getFileName().toString().matches(TASK_FOLDER)).toList();
    }
    for (Path task : tasks) {
      delete(task);
    }
    if (!tasks.isEmpty()) {
      log.info(
          "Last end was not clean: {} task folders discarded, restored from Kafka", tasks.size());
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
