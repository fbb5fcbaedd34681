package io.ringrift.dataplane.agent.npz;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an NPZ file as {@code numpy.savez} and {@code numpy.savez_compressed} do. */
public final class NpzWriter implements Closeable {
  /** numpy aligns the data of an array to this, so that it can be mapped. */
  private static final int ALIGNMENT = 64;

  private static final int MAGIC_AND_LENGTH = 10;

  /** The first time that a zip can express, but not the one that makes Java add a field. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

  private final ZipOutputStream zip;
  private final Storage storage;

  /** How entries are held in the archive. */
  public enum Storage {
    /** As {@code numpy.savez}. */
    STORED,
    /** As {@code numpy.savez_compressed}. */
    DEFLATED
  }

  /** Writes the raw data of an array; called twice with STORED, and must write the same. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  public NpzWriter(OutputStream out, Storage storage) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.storage = storage;
    // Training data is near random: higher levels cost time and save nothing.
    zip.setLevel(1);
  }

  /**
   * Adds an array in C order.
   *
   * @param name without {@code .npy}
   * @param descr numpy's dtype, e.g. {@code <f4}
   * @param shape dimensions, empty for a scalar
   */
  public void array(String name, String descr, List<Long> shape, Body body) throws IOException {
    entry(
        name + ".npy",
        out -> {
          out.write(header(descr, shape));
          body.writeTo(out);
        });
  }

  /** Adds an entry as it is. */
  void entry(String name, Body body) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    if (storage == Storage.STORED) {
      Measure measure = new Measure();
      CheckedOutputStream checked = new CheckedOutputStream(measure, new CRC32());
      body.writeTo(checked);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(measure.bytes);
      entry.setCrc(checked.getChecksum().getValue());
    }
    zip.putNextEntry(entry);
    body.writeTo(zip);
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** A version 1.0 header: magic, length, dict literal, padded so that the data is aligned. */
  private static byte[] header(String descr, List<Long> shape) {
    String comma = shape.size() == 1 ? "," : "";
    String dict =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(
                descr,
                shape.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                comma);
    int unpadded = MAGIC_AND_LENGTH + dict.length() + 1;
    int padded = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    int length = padded - MAGIC_AND_LENGTH;
    String text = dict + " ".repeat(padded - unpadded) + "\n";
    byte[] header = new byte[padded];
    header[0] = (byte) 0x93;
    System.arraycopy("NUMPY".getBytes(StandardCharsets.US_ASCII), 0, header, 1, 5);
    header[6] = 1;
    header[8] = (byte) length;
    header[9] = (byte) (length >> 8);
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, MAGIC_AND_LENGTH, length);
    return header;
  }

  /** Counts and throws away. */
  private static final class Measure extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int off, int len) {
      bytes += len;
    }
  }
}
