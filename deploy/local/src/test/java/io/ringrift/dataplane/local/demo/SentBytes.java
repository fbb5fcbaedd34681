package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.local.output.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a process has written since a moment, to files and sockets, as the kernel counts it (Linux).
 * For a source's agent that is the content it sent and a few kB of log and reports.
 */
final class SentBytes {
  private final long pid;
  private final OptionalLong before;

  private SentBytes(long pid) {
    this.pid = pid;
    this.before = written();
  }

  static SentBytes by(long pid) {
    return new SentBytes(pid);
  }

  /**
   * Bytes beyond what had to be sent once; empty where the system doesn't tell.
   *
   * @param needed bytes that had to be sent once
   */
  OptionalLong beyond(long needed) {
    OptionalLong after = written();
    return before.isEmpty() || after.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(after.getAsLong() - before.getAsLong() - needed);
  }

  /**
   * A sentence.
   *
   * @param needed bytes that had to be sent once
   */
  String again(long needed) {
    OptionalLong after = written();
    if (before.isEmpty() || after.isEmpty()) {
      return "bytes sent again: not known on this system";
    }
    long sent = after.getAsLong() - before.getAsLong();
    return "%s sent for %s, sent again: %s"
        .formatted(Units.bytes(sent), Units.bytes(needed), Units.bytes(Math.max(0, sent - needed)));
  }

  private OptionalLong written() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "io")).stream()
          .filter(line -> line.startsWith("wchar:"))
          .mapToLong(line -> Long.parseLong(line.substring("wchar:".length()).strip()))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
