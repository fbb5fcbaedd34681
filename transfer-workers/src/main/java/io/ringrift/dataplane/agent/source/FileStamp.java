package io.ringrift.dataplane.agent.source;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells, without reading, that a file is still the one that was hashed.
 *
 * @param size bytes
 * @param modifiedNanos mtime since the epoch
 * @param inode 0 where the file system has none
 */
public record FileStamp(long size, long modifiedNanos, long inode) {
  private static final Pattern INODE = Pattern.compile("(?:inode|ino)=(\\d+)");

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
    // The JDK offers the inode only as text: (dev=fd00,inode=42).
    Matcher matcher = INODE.matcher(String.valueOf(fileKey));
    return matcher.find() ? Long.parseUnsignedLong(matcher.group(1)) : 0;
  }
}
