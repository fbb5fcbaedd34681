package io.ringrift.dataplane.local.bench.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel knows of a process; Linux only.
 *
 * @param peakResidentBytes most memory that it had resident at once
 * @param cpuMillis that it and its children have used, their own and the kernel's for them
 */
record ProcessFigures(long peakResidentBytes, long cpuMillis) {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /** Field of /proc/PID/stat behind the name in brackets, see proc(5), and how many of its kind. */
  private static final int USER_TIME = 11;

  /** User and system time; the same of children that have ended. */
  private static final int TIMES = 4;

  /** The kernel counts in hundredths of a second, whatever its own clock does (USER_HZ). */
  private static final long MILLIS_PER_TICK = 10;

  static ProcessFigures of(long pid) throws IOException {
    long ticks = ticks(pid);
    for (ProcessHandle child :
        ProcessHandle.of(pid).map(ProcessHandle::children).stream()
            .flatMap(each -> each)
            .toList()) {
      ticks += ticks(child.pid());
    }
    return new ProcessFigures(
        number(PEAK, proc(pid).resolve("status")) << 10, ticks * MILLIS_PER_TICK);
  }

  private static long ticks(long pid) throws IOException {
    String stat = Files.readString(proc(pid).resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Arrays.stream(fields, USER_TIME, USER_TIME + TIMES).mapToLong(Long::parseLong).sum();
  }

  private static Path proc(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static long number(Pattern pattern, Path file) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new IOException(file + " has no " + pattern);
    }
    return Long.parseLong(matcher.group(1));
  }
}
