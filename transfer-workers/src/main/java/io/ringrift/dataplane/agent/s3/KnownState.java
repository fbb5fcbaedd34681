package io.ringrift.dataplane.agent.s3;

import io.ringrift.dataplane.agent.source.AppendLog;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a bucket, on disk and in the order of its keys, so that a pass merges it with
 * the listing and holds one page of either. A pass writes the next state beside the last one; what
 * a kill leaves of it is where the pass goes on.
 */
final class KnownState implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(KnownState.class);

  private final Path last;
  private final Path next;
  private final AppendLog arrivals;

  /** What has arrived since the last pass began, by key. */
  private final NavigableMap<String, Known> arrived = new TreeMap<>(KeyOrder::compare);

  private Map<String, Known> merged = Map.of();

  KnownState(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.last = folder.resolve("known");
    this.next = folder.resolve("known.next");
    this.arrivals = new AppendLog(folder.resolve("known.arrived"));
    arrivals.replay(this::replay);
    arrivals.rewrite(arrived.values().stream().map(Known::line));
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

  /** The last state, with what has arrived since. */
  synchronized Cursor read() throws IOException {
    merged = new TreeMap<>(arrived);
    return new Cursor(
        Files.exists(last) ? Files.newBufferedReader(last) : null,
        new ArrayList<>(arrived.values()).iterator());
  }

  /** An object that was reported beside the pass, durably: the next pass knows it. */
  synchronized void arrived(Known known) throws IOException {
    arrivals.append(known.line(), true);
    arrived.put(known.object().key(), known);
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
  synchronized void commit() throws IOException {
    append(List.of());
    Files.move(next, last, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(last, FileTime.from(Instant.now()));
    if (!merged.isEmpty()) {
      merged.forEach(arrived::remove);
      arrivals.rewrite(arrived.values().stream().map(Known::line));
      merged = Map.of();
    }
  }

  @Override
  public void close() throws IOException {
    arrivals.close();
  }

  private void replay(String line) {
    try {
      Known known = Known.parse(line);
      arrived.put(known.object().key(), known);
    } catch (IllegalArgumentException e) {
      LOG.warn("damaged line skipped, the next pass reports its object again: {}", e.getMessage());
    }
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
    private final Iterator<Known> arrivals;
    private Known line;
    private Known arrival;

    private Cursor(BufferedReader lines, Iterator<Known> arrivals) throws IOException {
      this.lines = lines;
      this.arrivals = arrivals;
      nextLine();
      nextArrival();
    }

    /** Null behind the last one. */
    Known current() {
      return order() <= 0 ? arrival : line;
    }

    void advance() throws IOException {
      int order = order();
      if (order <= 0) {
        nextArrival();
      }
      if (order >= 0) {
        nextLine();
      }
    }

    /** Below 0 if the arrival is next, above if the line is; 0: the arrival replaces the line. */
    private int order() {
      if (arrival == null) {
        return 1;
      }
      return line == null ? -1 : KeyOrder.compare(arrival.object().key(), line.object().key());
    }

    private void nextLine() throws IOException {
      String text = lines == null ? null : lines.readLine();
      line = text == null ? null : Known.parse(text);
    }

    private void nextArrival() {
      arrival = arrivals.hasNext() ? arrivals.next() : null;
    }

    @Override
    public void close() throws IOException {
      if (lines != null) {
        lines.close();
      }
    }
  }
}
