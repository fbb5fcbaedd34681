package io.ringrift.dataplane.streams.replay.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of its own that is gone when it is closed. */
final class Scratch implements AutoCloseable {

  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  /** Makes one below {@code parent}, which is made if it isn't there. */
  static Scratch in(Path parent) {
    try {
      Files.createDirectories(parent);
      return new Scratch(Files.createTempDirectory(parent, "replay-"));
    } catch (IOException e) {
      throw new ReplayException("can't make a scratch folder in " + parent + ": " + e, e);
    }
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> inner = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inner) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new ReplayException("can't delete the scratch folder " + folder + ": " + e, e);
    }
  }
}
