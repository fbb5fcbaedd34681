package io.ringrift.dataplane.agent.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What tells, without reading, that nobody has written to a database: a transaction changes the
 * file or, in WAL mode, only the log beside it.
 *
 * @param modifiedNanos mtime since the epoch
 * @param logSize bytes of the write-ahead log; 0: none
 */
public record DatabaseStamp(long size, long modifiedNanos, long logSize, long logModifiedNanos) {

  /** How the file looks now. */
  public static DatabaseStamp of(Path file) throws IOException {
    BasicFileAttributes database = attributes(file);
    BasicFileAttributes log;
    try {
      log = attributes(log(file));
    } catch (NoSuchFileException e) {
      log = null;
    }
    boolean logged = log != null && log.size() > 0;
    return new DatabaseStamp(
        database.size(), nanos(database), logged ? log.size() : 0, logged ? nanos(log) : 0);
  }

  /** As {@link #toString} wrote it. */
  public static DatabaseStamp parse(String text) {
    String[] numbers = text.split(":", -1);
    if (numbers.length != 4) {
      throw new IllegalArgumentException("'" + text + "' is no stamp of a database");
    }
    return new DatabaseStamp(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }

  /** When the last transaction was written. */
  public Instant modified() {
    return Instant.EPOCH.plusNanos(Math.max(modifiedNanos, logModifiedNanos));
  }

  /** Whether the newest transactions may be in the log alone. */
  boolean logged() {
    return logSize > 0;
  }

  static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  static Path journal(Path file) {
    return file.resolveSibling(file.getFileName() + "-journal");
  }

  @Override
  public String toString() {
    return size + ":" + modifiedNanos + ":" + logSize + ":" + logModifiedNanos;
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static long nanos(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
  }
}
