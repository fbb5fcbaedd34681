package io.ringrift.dataplane.embedded.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What was appended to a log file since a moment. Looks at the newest 256 KiB at most. */
final class LogTail {
  private static final int WINDOW_BYTES = 256 * 1024;

  private final Path file;
  private final long from;

  private LogTail(Path file, long from) {
    this.file = file;
    this.from = from;
  }

  /** Creates the file when it is not there. */
  static LogTail fromEndOf(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    return new LogTail(file, Files.size(file));
  }

  Optional<String> lineStartingWith(String prefix) {
    return lines().stream().filter(line -> line.startsWith(prefix)).findFirst();
  }

  List<String> last(int count) {
    List<String> lines = lines();
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  /** Whole lines only: one that is still being written is not seen. */
  private List<String> lines() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long end = log.length();
      long start = Math.max(from, end - WINDOW_BYTES);
      byte[] bytes = new byte[(int) (end - start)];
      log.seek(start);
      log.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      int complete = text.lastIndexOf('\n') + 1;
      return text.substring(0, complete).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }
}
