package io.ringrift.dataplane.local.bench.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel knows of a process; Linux only.
 *
 * @param peakResidentBytes most memory that it had resident at once
 * @param cpuMillis that it has used, its own and the kernel's for it
 * @param writtenBytes that it has written, to files and to connections
 */
record ProcessFigures(long peakResidentBytes, long cpuMillis, long writtenBytes) {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern WRITTEN = Pattern.compile("wchar: (\\d+)");

  /** Fields of /proc/PID/stat behind the name in brackets, see proc(5). */
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;

  /** The kernel counts in hundredths of a second, whatever its own clock does (USER_HZ). */
  private static final long MILLIS_PER_TICK = 10;

  static ProcessFigures of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    return new ProcessFigures(
        number(PEAK, proc.resolve("status")) << 10,
        ticks * MILLIS_PER_TICK,
        number(WRITTEN, proc.resolve("io")));
  }

  private static long number(Pattern pattern, Path file) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new IOException(file + " has no " + pattern);
    }
    return Long.parseLong(matcher.group(1));
  }
}
