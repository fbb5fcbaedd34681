package io.ringrift.dataplane.agent.npz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The central directory of a zip archive, zip64 included. Stricter than most readers: the directory
 * must end the file, and nothing may stand before or between what it names.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final int ZIP64_END = 0x06064b50;
  private static final int ZIP64_END_BYTES = 56;
  private static final int ZIP64_LOCATOR = 0x07064b50;
  private static final int ZIP64_LOCATOR_BYTES = 20;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int ZIP64_EXTRA = 1;
  private static final int MAX_NAME = 512;
  private static final long NARROW_MAX = 0xffffffffL;
  private static final int FLAG_ENCRYPTED = 1;

  /** Names of up to 512 bytes, and extras, for each of the entries allowed. */
  private static final int BYTES_PER_ENTRY = 1024;

  private final FileChannel file;
  private final int maxEntries;

  private long start;
  private long size;
  private long count;
  private long end;

  private ZipDirectory(FileChannel file, int maxEntries) {
    this.file = file;
    this.maxEntries = maxEntries;
  }

  /**
   * @param entries in the order of the directory
   * @param start where the directory begins and data must have ended
   */
  record Listing(List<ZipEntryInfo> entries, long start) {}

  static Listing read(FileChannel file, int maxEntries) throws IOException, DamagedException {
    ZipDirectory directory = new ZipDirectory(file, maxEntries);
    directory.findEnd();
    directory.checkPlace();
    return new Listing(directory.entries(), directory.start);
  }

  private void findEnd() throws IOException, DamagedException {
    long length = file.size();
    if (length == 0) {
      throw new DamagedException("file is empty");
    }
    int tailBytes = (int) Math.min(length, END_BYTES + MAX_COMMENT);
    ByteBuffer tail = at(length - tailBytes, tailBytes);
    for (int i = tailBytes - END_BYTES; i >= 0; i--) {
      // The signature may also occur in data: only where the comment ends the file is it the end.
      if (tail.getInt(i) == END && i + END_BYTES + narrow(tail, i + 20) == tailBytes) {
        end = length - tailBytes + i;
        count = narrow(tail, i + 10);
        size = wide(tail, i + 12);
        start = wide(tail, i + 16);
        if (narrow(tail, i + 4) != 0 && narrow(tail, i + 4) != 0xffff) {
          throw new DamagedException("archive is split over several disks");
        }
        if (count == 0xffff || size == NARROW_MAX || start == NARROW_MAX) {
          readZip64End();
        }
        return;
      }
    }
    boolean zip = length >= 4 && at(0, 4).getInt(0) == LocalHeader.SIGNATURE;
    throw new DamagedException(
        zip ? "truncated: the zip directory at its end is missing" : "not a zip archive");
  }

  private void readZip64End() throws IOException, DamagedException {
    if (end < ZIP64_LOCATOR_BYTES) {
      throw new DamagedException("zip64 locator is missing");
    }
    ByteBuffer locator = at(end - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES);
    long where = locator.getLong(8);
    if (locator.getInt(0) != ZIP64_LOCATOR || where < 0 || where > end - ZIP64_END_BYTES) {
      throw new DamagedException("zip64 locator is missing or points outside the file");
    }
    ByteBuffer zip64 = at(where, ZIP64_END_BYTES);
    if (zip64.getInt(0) != ZIP64_END) {
      throw new DamagedException("zip64 end record is missing");
    }
    count = zip64.getLong(32);
    size = zip64.getLong(40);
    start = zip64.getLong(48);
    end = where;
  }

  private void checkPlace() throws DamagedException {
    if (count < 0 || count > maxEntries) {
      throw new DamagedException(
          "archive has %d entries, allowed are %d".formatted(count, maxEntries));
    }
    if (start < 0 || size < 0 || start > end || size != end - start) {
      throw new DamagedException(
          "zip directory of %d bytes at %d does not lie before its end at %d"
              .formatted(size, start, end));
    }
    if (size > (long) maxEntries * BYTES_PER_ENTRY) {
      throw new DamagedException("zip directory has " + size + " bytes");
    }
  }

  private List<ZipEntryInfo> entries() throws IOException, DamagedException {
    ByteBuffer directory = at(start, (int) size);
    List<ZipEntryInfo> entries = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      if (directory.remaining() < ENTRY_BYTES || directory.getInt(directory.position()) != ENTRY) {
        throw new DamagedException("zip directory breaks off at entry " + i + " of " + count);
      }
      entries.add(entry(directory));
    }
    if (directory.hasRemaining()) {
      throw new DamagedException("zip directory has more than its " + count + " entries");
    }
    return entries;
  }

  private static ZipEntryInfo entry(ByteBuffer directory) throws DamagedException {
    int at = directory.position();
    int nameBytes = narrow(directory, at + 28);
    int extraBytes = narrow(directory, at + 30);
    int commentBytes = narrow(directory, at + 32);
    int next = at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > directory.limit() || nameBytes == 0 || nameBytes > MAX_NAME) {
      throw new DamagedException("zip directory has a broken entry, or a name of " + nameBytes);
    }
    byte[] name = new byte[nameBytes];
    directory.get(at + ENTRY_BYTES, name);
    long[] wide = {wide(directory, at + 24), wide(directory, at + 20), wide(directory, at + 42)};
    widen(
        directory.duplicate().order(ByteOrder.LITTLE_ENDIAN),
        at + ENTRY_BYTES + nameBytes,
        extraBytes,
        wide);
    directory.position(next);
    return new ZipEntryInfo(
        new String(name, StandardCharsets.UTF_8),
        (narrow(directory, at + 8) & FLAG_ENCRYPTED) != 0,
        narrow(directory, at + 10),
        wide(directory, at + 16),
        wide[1],
        wide[0],
        wide[2]);
  }

  /** Replaces those of size, compressed size and offset that didn't fit by what zip64 says. */
  private static void widen(ByteBuffer directory, int from, int bytes, long[] values)
      throws DamagedException {
    directory.position(from).limit(from + bytes);
    while (directory.remaining() >= 4) {
      int id = directory.getShort() & 0xffff;
      int length = directory.getShort() & 0xffff;
      if (length > directory.remaining()) {
        throw new DamagedException("zip directory has a broken extra field");
      }
      int next = directory.position() + length;
      for (int i = 0; id == ZIP64_EXTRA && i < values.length; i++) {
        if (values[i] == NARROW_MAX) {
          if (next - directory.position() < 8) {
            throw new DamagedException("zip directory has a broken zip64 field");
          }
          values[i] = directory.getLong();
        }
      }
      directory.position(next);
    }
    for (long value : values) {
      if (value < 0) {
        throw new DamagedException("zip directory has a negative size or offset");
      }
    }
  }

  private ByteBuffer at(long position, int bytes) throws IOException, DamagedException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long from = position;
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, from);
      if (read < 0) {
        throw new DamagedException("file became shorter while it was read");
      }
      from += read;
    }
    return buffer.flip();
  }

  private static int narrow(ByteBuffer buffer, int at) {
    return buffer.getShort(at) & 0xffff;
  }

  private static long wide(ByteBuffer buffer, int at) {
    return buffer.getInt(at) & NARROW_MAX;
  }
}
