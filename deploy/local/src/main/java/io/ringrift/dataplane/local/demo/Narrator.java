package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Tells a person what happens: numbered steps, and below each what happened and when. */
final class Narrator {
  private static final String LINE = "%8s  %-11s %s";

  private final Output out;
  private final InstantSource clock;
  private final Instant began;
  private int steps;

  Narrator(Output out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** A new step. */
  void step(String what) {
    steps++;
    out.line("");
    out.line(steps + ". " + what);
  }

  /**
   * Something happened.
   *
   * @param who which part of the system: {@code manifest}, {@code worker}
   */
  synchronized void tell(String who, String what) {
    out.line(LINE.formatted(seconds(elapsed()), who, what));
  }

  /** A line that belongs to the one before. */
  void more(String what) {
    out.line(LINE.formatted("", "", what));
  }

  Duration elapsed() {
    return Duration.between(began, clock.instant());
  }

  String elapsedText() {
    return Units.duration(elapsed());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
