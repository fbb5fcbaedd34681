package io.ringrift.dataplane.local.bench;

import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder of a bench: empty at its start, gone at its end. */
public final class Scratch implements AutoCloseable {

  private final Path path;

  private Scratch(Path path) {
    this.path = path;
  }

  public static Scratch in(Surroundings surroundings, String name) throws IOException {
    Scratch scratch = new Scratch(surroundings.folder().resolve(name));
    scratch.close();
    Files.createDirectories(scratch.path);
    return scratch;
  }

  public Path path() {
    return path;
  }

  /** Bytes of all files. */
  public static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
