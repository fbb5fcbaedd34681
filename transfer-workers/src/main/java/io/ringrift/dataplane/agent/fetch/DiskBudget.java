package io.ringrift.dataplane.agent.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Room on the disk of the data folder. A pull reserves what it will still write before it starts,
 * so that running pulls never fill the disk together. Thread-safe.
 */
public final class DiskBudget {
  private final Path folder;
  private final int limitPercent;
  private final long maxReservedBytes;
  private long reservedBytes;

  /** Size of a file system. */
  public record Usage(long totalBytes, long freeBytes) {}

  /** The disk has no room, or running pulls have claimed it. */
  static final class NoRoomException extends Exception {
    private static final long serialVersionUID = 1L;

    private NoRoomException(String message) {
      super(message);
    }
  }

  /**
   * @param limitPercent share of the disk, 1..100, that may be used
   * @param maxReservedBytes most bytes that running pulls may claim together
   */
  public DiskBudget(Path folder, int limitPercent, long maxReservedBytes) {
    if (limitPercent < 1 || limitPercent > 100) {
      throw new IllegalArgumentException(
          "disk limit is " + limitPercent + " percent, allowed is 1..100");
    }
    this.folder = folder;
    this.limitPercent = limitPercent;
    this.maxReservedBytes = maxReservedBytes;
  }

  public int limitPercent() {
    return limitPercent;
  }

  public Usage usage() throws IOException {
    FileStore store = Files.getFileStore(folder);
    return new Usage(store.getTotalSpace(), store.getUsableSpace());
  }

  public synchronized long reservedBytes() {
    return reservedBytes;
  }

  /** Null if there is room for so many bytes, else why there is none. */
  public synchronized String lacking(long bytes) throws IOException {
    Usage usage = usage();
    long used = usage.totalBytes() - usage.freeBytes();
    long allowed = (long) (usage.totalBytes() * (limitPercent / 100.0));
    return bytes <= allowed - used - reservedBytes
        ? null
        : ("%,d bytes are needed; of %,d bytes %,d are used and %,d reserved,"
                + " allowed is %d percent")
            .formatted(bytes, usage.totalBytes(), used, reservedBytes, limitPercent);
  }

  synchronized Reservation reserve(long bytes) throws IOException, NoRoomException {
    if (bytes > maxReservedBytes - reservedBytes) {
      throw new NoRoomException(
          "%,d bytes are needed, running pulls have reserved %,d of %,d"
              .formatted(bytes, reservedBytes, maxReservedBytes));
    }
    String lacking = lacking(bytes);
    if (lacking != null) {
      throw new NoRoomException(lacking);
    }
    reservedBytes += bytes;
    return new Reservation(bytes);
  }

  /** A claim that shrinks as its bytes become files. */
  final class Reservation implements Closeable {
    private long left;

    private Reservation(long bytes) {
      this.left = bytes;
    }

    void used(long bytes) {
      synchronized (DiskBudget.this) {
        long released = Math.min(left, bytes);
        left -= released;
        reservedBytes -= released;
      }
    }

    @Override
    public void close() {
      used(Long.MAX_VALUE);
    }
  }
}
