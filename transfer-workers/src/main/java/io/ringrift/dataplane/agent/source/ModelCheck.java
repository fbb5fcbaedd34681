package io.ringrift.dataplane.agent.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What can be told of a model or checkpoint without loading it: loading one runs what was pickled
 * into it. It isn't empty, and one that is a ZIP archive, as {@code torch.save} writes them, has
 * its directory, which is at the end: an upload that was cut off has none.
 */
final class ModelCheck {

  private static final int ZIP_ENTRY = 0x504b0304;

  private ModelCheck() {}

  /** What is wrong with the file; nothing if it may be used. */
  static Optional<String> fault(Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      return Optional.of("0 bytes");
    }
    if (size < Integer.BYTES || !startsAsZip(file)) {
      return Optional.empty();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.size() == 0 ? Optional.of("a ZIP without entries") : Optional.empty();
    } catch (ZipException e) {
      return Optional.of("starts as a ZIP and is none: " + e.getMessage());
    }
  }

  private static boolean startsAsZip(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return in.readInt() == ZIP_ENTRY;
    }
  }
}
