package io.ringrift.dataplane.local.bench.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * The file that a bench moves: random bytes, so that nothing on the way can shorten them.
 *
 * @param mib size in MiB
 */
record BenchItem(String sha256, int mib) {
  static final String ID = "checkpoints/bench/random.bin";

  /** Writes it into a node's data folder. */
  static BenchItem write(Path root, int mib) throws IOException {
    Path file = root.resolve(ID);
    Files.createDirectories(file.getParent());
    try (DigestOutputStream out =
        new DigestOutputStream(Files.newOutputStream(file), MessageDigest.getInstance("SHA-256"))) {
      byte[] chunk = new byte[1 << 20];
      Random random = new Random(1);
      for (int i = 0; i < mib; i++) {
        random.nextBytes(chunk);
        out.write(chunk);
      }
      return new BenchItem(HexFormat.of().formatHex(out.getMessageDigest().digest()), mib);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  long bytes() {
    return (long) mib << 20;
  }
}
