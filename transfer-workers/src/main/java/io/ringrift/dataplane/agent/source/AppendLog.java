package io.ringrift.dataplane.agent.source;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lines in a file, appended one by one: a line is either whole or, after a crash, not there. The
 * owner rewrites the file from its memory at start and when it has grown.
 */
public final class AppendLog implements Closeable {
  private final Path file;
  private FileChannel channel;
  private long appended;

  public AppendLog(Path file) {
    this.file = file;
  }

  /** Hands over every whole line; what a crash left of a last one is not handed over. */
  public void replay(Consumer<String> line) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    boolean torn = endsTorn();
    // This reader replaces undecodable bytes, where Files.lines would stop.
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      String next = reader.readLine();
      while (next != null) {
        String following = reader.readLine();
        if (following != null || !torn) {
          line.accept(next);
        }
        next = following;
      }
    }
  }

  /** Replaces the file by these lines, atomically, and opens it for appending. */
  public void rewrite(Stream<String> lines) throws IOException {
    close();
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
      for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
        writer.write(all.next());
        writer.write('\n');
      }
    }
    try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    appended = 0;
  }

  /**
   * Adds a line. It survives the end of this process at once, the end of the machine only when
   * {@code durable}.
   */
  public void append(String line, boolean durable) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    if (durable) {
      channel.force(false);
    }
    appended++;
  }

  /** Lines appended since the last rewrite. */
  public long appended() {
    return appended;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  private boolean endsTorn() throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return in.size() > 0 && in.read(last, in.size() - 1) == 1 && last.get(0) != '\n';
    }
  }
}
