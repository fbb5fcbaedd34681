package io.ringrift.dataplane.embedded;

import io.ringrift.dataplane.embedded.process.StartupException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The folder of one broker: {@code cluster.id}, {@code server.properties}, {@code log/} with the
 * records, and a lock that keeps a second broker out.
 */
final class BrokerFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel lockFile;

  private BrokerFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Creates the folder when it is missing and locks it.
   *
   * @throws StartupException when it can't be written or another broker holds it
   */
  static BrokerFolder open(Path root) {
    try {
      Files.createDirectories(root);
      FileChannel lockFile =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(lockFile)) {
        lockFile.close();
        throw new StartupException("data folder " + root + " is in use by another broker");
      }
      return new BrokerFolder(root, lockFile);
    } catch (IOException e) {
      throw new StartupException(
          "data folder " + root + " of the broker can't be written: " + e.getMessage(), e);
    }
  }

  Path logs() {
    return root.resolve("log");
  }

  /** Whether a broker ran here and was not stopped in order; to be asked before {@link #format}. */
  boolean leftByKilledBroker() {
    return Files.exists(logs().resolve("meta.properties"))
        && !Files.exists(logs().resolve(".kafka_cleanshutdown"));
  }

  /** Formats the storage with the cluster id of the folder; a formatted one is left as it is. */
  void format(Properties settings) {
    Path file = root.resolve("server.properties");
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    try (Writer out = Files.newBufferedWriter(file)) {
      settings.store(out, "Written at each start of the embedded broker");
    } catch (IOException e) {
      throw new StartupException("can't write " + file + ": " + e.getMessage(), e);
    }
    int code =
        StorageTool.execute(
            new String[] {"format", "--ignore-formatted", "-t", clusterId(), "-c", file.toString()},
            new PrintStream(report, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new StartupException(
          "can't format " + logs() + ": " + report.toString(StandardCharsets.UTF_8).strip());
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't release the lock of " + root, e);
    }
  }

  private String clusterId() {
    Path file = root.resolve("cluster.id");
    try {
      if (!Files.exists(file)) {
        // Moved into place whole: a crash must not leave an empty id beside formatted storage.
        Path fresh = root.resolve("cluster.id.new");
        Files.writeString(fresh, Uuid.randomUuid().toString());
        Files.move(fresh, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartupException("can't keep the cluster id in " + file, e);
    }
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisJvm) {
      return false;
    }
  }
}
