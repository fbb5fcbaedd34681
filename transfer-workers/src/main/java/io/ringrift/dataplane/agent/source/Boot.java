package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The order of an agent's register writes: a number of its start, larger than that of any start
 * before, and a count within it. Survives a clock that was set back, and, being a time, also a lost
 * data folder.
 */
public final class Boot {
  private final long number;
  private final AtomicLong sequence = new AtomicLong();

  private Boot(long number) {
    this.number = number;
  }

  /** Takes the next number and keeps it in {@code file} before it is used. */
  public static Boot next(Path file, Clock clock) throws IOException {
    long last = Files.exists(file) ? parse(file) : 0;
    long next = Math.max(last + 1, clock.millis());
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, next + "\n");
    try (FileChannel written = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new Boot(next);
  }

  public long number() {
    return number;
  }

  public long nextSequence() {
    return sequence.incrementAndGet();
  }

  private static long parse(Path file) throws IOException {
    String text = Files.readString(file).strip();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          file + " holds '" + text + "' where the number of the last start should be", e);
    }
  }
}
