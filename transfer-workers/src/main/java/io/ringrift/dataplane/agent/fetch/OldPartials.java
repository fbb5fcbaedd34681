package io.ringrift.dataplane.agent.fetch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What fetches left behind that nobody goes on with. */
public final class OldPartials {
  private static final Logger LOG = LoggerFactory.getLogger(OldPartials.class);

  private OldPartials() {}

  /**
   * Removes partial files last written before a time.
   *
   * @param keep whether the content of this hash is to be kept
   * @return how many files were removed
   */
  public static int removeOlder(Path folder, Instant before, Predicate<String> keep)
      throws IOException {
    int removed = 0;
    for (Path file : older(folder, before, keep)) {
      // Somebody may have gone on with it since it was listed.
      if (keep.test(hash(file)) || !isOlder(file, before)) {
        continue;
      }
      LOG.info("{} is removed: nothing has written to it since {}", file.getFileName(), before);
      Files.deleteIfExists(file);
      removed++;
    }
    return removed;
  }

  /** Partial files last written before a time, save those to keep. */
  public static List<Path> older(Path folder, Instant before, Predicate<String> keep)
      throws IOException {
    List<Path> older = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return older;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!keep.test(hash(file)) && isOlder(file, before)) {
          older.add(file);
        }
      }
    }
    return older;
  }

  private static String hash(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Not so if it is gone. */
  private static boolean isOlder(Path file, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
