package io.ringrift.dataplane.agent.npz;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The uncompressed data of one entry, never more than announced; knows at its end if the CRC fits.
 */
final class EntryData implements AutoCloseable {
  private static final int COMPRESSED_BYTES = 32 * 1024;

  private final ForwardReader in;
  private final ZipEntryInfo entry;
  private final Inflater inflater;
  private final byte[] compressed;
  private final CRC32 crc = new CRC32();
  private long compressedLeft;
  private long left;

  EntryData(ForwardReader in, ZipEntryInfo entry) {
    this.in = in;
    this.entry = entry;
    this.compressedLeft = entry.compressedSize();
    this.left = entry.size();
    boolean deflated = entry.method() == ZipEntryInfo.DEFLATED;
    this.inflater = deflated ? new Inflater(true) : null;
    this.compressed = deflated ? new byte[COMPRESSED_BYTES] : null;
  }

  /** Bytes not yet read. */
  long left() {
    return left;
  }

  /**
   * Fills {@code into} from {@code offset}, as far as there is data.
   *
   * @throws DamagedException if the archive has less than it announced
   */
  int read(byte[] into, int offset, int length)
      throws IOException, InterruptedException, DamagedException {
    int wanted = (int) Math.min(length, left);
    int done = inflater == null ? in.read(into, offset, wanted) : inflate(into, offset, wanted);
    if (done < wanted) {
      throw new DamagedException(
          "truncated: %d of %d bytes are there"
              .formatted(entry.size() - left + done, entry.size()));
    }
    crc.update(into, offset, done);
    left -= done;
    return done;
  }

  /** Reads what is left and compares the CRC. */
  void finish(byte[] scratch) throws IOException, InterruptedException, DamagedException {
    while (left > 0) {
      read(scratch, 0, scratch.length);
    }
    if (inflater != null && (inflate(scratch, 0, 1) > 0 || !inflater.finished())) {
      throw new DamagedException(
          "has more data than the %d bytes announced".formatted(entry.size()));
    }
    if (crc.getValue() != entry.crc()) {
      throw new DamagedException(
          "CRC is %08x, should be %08x".formatted(crc.getValue(), entry.crc()));
    }
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
    }
  }

  private int inflate(byte[] into, int offset, int length)
      throws IOException, InterruptedException, DamagedException {
    int done = 0;
    try {
      while (done < length && !inflater.finished()) {
        int step = inflater.inflate(into, offset + done, length - done);
        done += step;
        if (step == 0 && !inflater.finished() && !feed()) {
          return done;
        }
      }
    } catch (DataFormatException e) {
      throw new DamagedException("compressed data is broken: " + e.getMessage());
    }
    return done;
  }

  private boolean feed() throws IOException, InterruptedException, DamagedException {
    if (inflater.needsDictionary()) {
      throw new DamagedException("compressed data needs a dictionary");
    }
    int wanted = (int) Math.min(compressed.length, compressedLeft);
    int read = in.read(compressed, 0, wanted);
    compressedLeft -= read;
    inflater.setInput(compressed, 0, read);
    return read > 0;
  }
}
