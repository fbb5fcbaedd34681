package io.ringrift.dataplane.local.stack;

import io.ringrift.dataplane.embedded.process.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Empties the folder of a stack that ended. */
final class StackFolder {

  private StackFolder() {}

  /**
   * @throws StartupException when a stack runs there, or what lies there was not left by a stack
   */
  static void empty(StackPlan plan) {
    Path folder = plan.folder();
    try {
      if (!Files.exists(folder)) {
        return;
      }
      if (!Files.exists(plan.run().resolve(FolderLock.NAME))) {
        throw new StartupException(
            folder + " was not made by a stack and is left alone: choose another with --folder");
      }
      FolderLock lock = FolderLock.take(plan.run());
      try {
        delete(folder);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new StartupException("can't empty " + folder + ": " + e, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> found = Files.walk(folder)) {
      inside = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }
}
