package io.ringrift.dataplane.agent.s3;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a bucket, on disk and in the order of its keys, so that a pass merges it with
 * the listing and holds one page of either. A pass writes the next state beside the last one; what
 * a kill leaves of it is where the pass goes on.
 */
final class KnownState {
  private final Path last;
  private final Path next;

  KnownState(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.last = folder.resolve("known");
    this.next = folder.resolve("known.next");
  }

  /** When the last pass ended; nothing before the first. */
  Optional<Instant> lastPass() throws IOException {
    return Files.exists(last)
        ? Optional.of(Files.getLastModifiedTime(last).toInstant())
        : Optional.empty();
  }

  /** The key up to which an interrupted pass came. */
  Optional<String> interruptedAt() throws IOException {
    if (!Files.exists(next)) {
      return Optional.empty();
    }
    cutTornLine();
    String key = null;
    try (BufferedReader lines = Files.newBufferedReader(next)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        key = Known.parse(line).object().key();
      }
    }
    return Optional.ofNullable(key);
  }

  Cursor read() throws IOException {
    return new Cursor(Files.exists(last) ? Files.newBufferedReader(last) : null);
  }

  /** Adds to the next state, durably. */
  void append(List<Known> known) throws IOException {
    StringBuilder lines = new StringBuilder();
    known.forEach(one -> lines.append(one.line()).append('\n'));
    try (FileChannel out =
        FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(false);
    }
  }

  /** The pass has ended: the next state is the last one. */
  void commit() throws IOException {
    append(List.of());
    Files.move(next, last, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(last, FileTime.from(Instant.now()));
  }

  private void cutTornLine() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(next.toFile(), "rw")) {
      long end = file.length();
      while (end > 0) {
        file.seek(end - 1);
        if (file.read() == '\n') {
          break;
        }
        end--;
      }
      file.setLength(end);
    }
  }

  /** Goes through the last state once. */
  static final class Cursor implements Closeable {
    private final BufferedReader lines;
    private Known current;

    private Cursor(BufferedReader lines) throws IOException {
      this.lines = lines;
      advance();
    }

    /** Null behind the last one. */
    Known current() {
      return current;
    }

    void advance() throws IOException {
      String line = lines == null ? null : lines.readLine();
      current = line == null ? null : Known.parse(line);
    }

    @Override
    public void close() throws IOException {
      if (lines != null) {
        lines.close();
      }
    }
  }
}
