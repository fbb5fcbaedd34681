package io.ringrift.dataplane.local.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file in the data folder of a node, looked at from outside.
 *
 * @param path below the data folder, with {@code /}
 * @param sha256 computed from its bytes on disk
 */
public record FileOnDisk(String node, String path, long bytes, String sha256) {
  private static final int BUFFER_BYTES = 1 << 20;

  /** All files of a node, hidden and temporary ones included. */
  static List<FileOnDisk> of(String node, Path dataFolder) throws IOException {
    if (!Files.isDirectory(dataFolder)) {
      return List.of();
    }
    List<FileOnDisk> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(dataFolder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = dataFolder.relativize(file).toString().replace('\\', '/');
        found.add(new FileOnDisk(node, path, Files.size(file), sha256(file)));
      }
    }
    return found;
  }

  /** SHA-256 of the bytes on disk, in hex; by none of the code that moves or judges files. */
  public static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    }
  }

  /** The same of all that comes; the caller closes it. */
  public static String sha256(InputStream in) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
