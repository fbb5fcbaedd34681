package io.ringrift.dataplane.agent.source;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What tells, without reading, that a file is still the one that was hashed.
 *
 * @param size bytes
 * @param modifiedNanos mtime since the epoch
 * @param inode 0 where the file system has none
 */
public record FileStamp(long size, long modifiedNanos, long inode) {
  /** The JDK offers the inode only as text: {@code (dev=fd00,ino=42)}. */
  private static final String INODE = "ino=";

  public static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        inode(attributes.fileKey()));
  }

  public Instant modified() {
    return Instant.EPOCH.plusNanos(modifiedNanos);
  }

  private static long inode(Object fileKey) {
    String text = String.valueOf(fileKey);
    int start = text.indexOf(INODE) + INODE.length();
    int end = text.indexOf(')', start);
    return start < INODE.length() || end < 0 ? 0 : Long.parseUnsignedLong(text, start, end, 10);
  }
}
