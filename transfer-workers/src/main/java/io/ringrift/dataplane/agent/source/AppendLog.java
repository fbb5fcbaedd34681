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
 * Lines in a file, appended one by one: a line is either whole or, after a crash or on a full disk,
 * not there. The owner rewrites the file from its memory at start, which also drops what a crash
 * left of a last line, and when it has grown.
 */
public final class AppendLog implements Closeable {
  private final Path file;
  private final Opener opener;
  private FileChannel channel;
  private long appended;

  /** Where the whole lines end. */
  private long end;

  /** Whether something of an append that failed may lie behind the end. */
  private boolean torn;

  /** Opens files to append to. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  public AppendLog(Path file) {
    this(file, path -> FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
  }

  AppendLog(Path file, Opener opener) {
    this.file = file;
    this.opener = opener;
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

  /** Replaces the file by these lines, atomically; if it can't, the file goes on as it was. */
  public void rewrite(Stream<String> lines) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
      for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
        writer.write(all.next());
        writer.write('\n');
      }
    }
    FileChannel written = opener.open(temporary);
    long size;
    try {
      written.force(true);
      size = written.size();
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      written.close();
      throw e;
    }
    FileChannel former = channel;
    channel = written;
    end = size;
    torn = false;
    appended = 0;
    if (former != null) {
      former.close();
    }
  }

  /**
   * Adds a line. It survives the end of this process at once, the end of the machine only when
   * {@code durable}.
   *
   * @throws IOException if it can't; then nothing of the line is there
   */
  public void append(String line, boolean durable) throws IOException {
    if (torn) {
      cut();
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (durable) {
        channel.force(false);
      }
    } catch (IOException e) {
      torn = true;
      try {
        cut();
      } catch (IOException again) {
        // The next append tries it again, and is refused until it can be.
        e.addSuppressed(again);
      }
      throw e;
    }
    end += length;
    appended++;
  }

  /** The next line would else be glued to what a full disk has left of one. */
  private void cut() throws IOException {
    if (!channel.isOpen()) {
      // Whoever is interrupted while it writes closes the channel.
      channel = opener.open(file);
    }
    channel.truncate(end);
    torn = false;
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
