package io.ringrift.dataplane.agent.npz;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up export of the form that training reads: {@code features} (N, 14, 8, 8), {@code globals}
 * (N, 20), {@code values} (N), {@code policy_indices} and {@code policy_values} (N, 32) and a text
 * {@code metadata}. For demonstrations, benchmarks and tests; the same seed gives the same bytes.
 *
 * @param bytes wanted size before compression; the file comes within one sample (4 kB) and a few kB
 *     of headers of it
 */
public record TrainingNpz(long bytes, long seed, NpzWriter.Storage storage) {
  private static final int FEATURES = 14 * 8 * 8;
  private static final int GLOBALS = 20;
  private static final int POLICY = 32;
  private static final int BYTES_PER_SAMPLE = 4 * (FEATURES + GLOBALS + 1 + 2 * POLICY);
  private static final int MOVES = 4096;
  private static final int BUFFER_BYTES = 64 * 1024;

  public TrainingNpz {
    if (bytes < BYTES_PER_SAMPLE) {
      throw new IllegalArgumentException(
          "bytes is " + bytes + ", allowed is " + BYTES_PER_SAMPLE + " or more (one sample)");
    }
  }

  /** N. */
  public long samples() {
    return bytes / BYTES_PER_SAMPLE;
  }

  /** Writes to a temporary name beside {@code file} and renames, as an exporter should. */
  public void writeTo(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER_BYTES);
        NpzWriter npz = new NpzWriter(out, storage)) {
      writeTo(npz);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeTo(NpzWriter npz) throws IOException {
    long n = samples();
    npz.array("features", "<f4", List.of(n, 14L, 8L, 8L), out -> floats(out, 1, n * FEATURES));
    npz.array("globals", "<f4", List.of(n, (long) GLOBALS), out -> floats(out, 2, n * GLOBALS));
    npz.array("values", "<f4", List.of(n), out -> floats(out, 3, n));
    npz.array("policy_indices", "<i4", List.of(n, (long) POLICY), out -> moves(out, n * POLICY));
    npz.array("policy_values", "<f4", List.of(n, (long) POLICY), out -> floats(out, 5, n * POLICY));
    String metadata = "{\"seed\": %d, \"samples\": %d}".formatted(seed, n);
    npz.array(
        "metadata",
        "<U" + metadata.length(),
        List.of(),
        out -> out.write(metadata.getBytes("UTF-32LE")));
  }

  /** Floats in [0, 1). */
  private void floats(OutputStream out, int stream, long count) throws IOException {
    SplittableRandom random = new SplittableRandom(seed * 31 + stream);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < count; i++) {
      buffer.putFloat((random.nextInt() >>> 8) * 0x1p-24f);
      drainIfFull(buffer, out);
    }
    out.write(buffer.array(), 0, buffer.position());
  }

  private void moves(OutputStream out, long count) throws IOException {
    SplittableRandom random = new SplittableRandom(seed * 31 + 4);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < count; i++) {
      buffer.putInt(random.nextInt(MOVES));
      drainIfFull(buffer, out);
    }
    out.write(buffer.array(), 0, buffer.position());
  }

  private static void drainIfFull(ByteBuffer buffer, OutputStream out) throws IOException {
    if (!buffer.hasRemaining()) {
      out.write(buffer.array());
      buffer.clear();
    }
  }
}
