package io.ringrift.dataplane.worker.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What files hold as they are now; while they can't be read, what they held before. Thread-safe.
 */
final class FollowedFiles<T> implements Supplier<T> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedFiles.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final List<Path> files;
  private final Reading<T> reading;
  private final LongSupplier nanoTime;
  private List<FileTime> modified;
  private T content;
  private long lookedAt;

  /** Reads the files. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * Reads them.
   *
   * @param nanoTime as {@link System#nanoTime}; they are looked at once a second at most
   */
  FollowedFiles(List<Path> files, Reading<T> reading, LongSupplier nanoTime) throws IOException {
    this.files = files;
    this.reading = reading;
    this.nanoTime = nanoTime;
    this.modified = times();
    this.content = reading.read();
    this.lookedAt = nanoTime.getAsLong();
  }

  @Override
  public synchronized T get() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      look();
    }
    return content;
  }

  private void look() {
    try {
      List<FileTime> times = times();
      if (!times.equals(modified)) {
        content = reading.read();
        modified = times;
        LOG.info("Certificates are those of {} as of {}", files, times);
      }
    } catch (IOException e) {
      LOG.warn("Certificates stay those of {} as of {}: {}", files, modified, e.getMessage());
    }
  }

  private List<FileTime> times() throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file));
    }
    return times;
  }
}
