package io.ringrift.dataplane.local.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another wall clock for one process, by libfaketime (Debian package {@code libfaketime}); the
 * clock that measures durations stays.
 *
 * <p>Grants live ten minutes and may seem to come from 30 s ahead, so that an agent may be 30 s
 * slow and some minutes fast against the workers. Skews stay within that.
 */
record SkewedClock(Path library) {
  /** Slowest allowed, seconds. */
  static final int SLOW = -14;

  /** Fastest, seconds. */
  static final int FAST = 14;

  private static final List<String> PLACES =
      List.of(
          "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
          "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1");

  /** Empty where it isn't installed. */
  static Optional<SkewedClock> installed() {
    return PLACES.stream()
        .map(Path::of)
        .filter(Files::isReadable)
        .map(SkewedClock::new)
        .findFirst();
  }

  /**
   * Variables for a process.
   *
   * @param seconds ahead of the true time; negative: behind it
   */
  Map<String, String> environment(int seconds) {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME",
        "%+ds".formatted(seconds),
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Its remedy for old glibcs takes a lock at each look at the clock (5 us instead of 0.5),
        // and
        // makes timed waits of the JVM end early.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }
}
