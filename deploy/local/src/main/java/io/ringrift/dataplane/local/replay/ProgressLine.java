package io.ringrift.dataplane.local.replay;

import io.ringrift.dataplane.local.output.LiveLine;
import io.ringrift.dataplane.local.output.Screen;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.streams.replay.kafka.ReplayProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows how far a replay is on standard error, so that the answer on standard output stays clean:
 * one line that is written over at a terminal, else a line now and then.
 */
public final class ProgressLine implements AutoCloseable {

  private static final int BAR = 24;
  private static final long TERMINAL_MILLIS = 200;
  private static final long FILE_MILLIS = 5_000;

  private final ReplayProgress progress;
  private final PrintWriter err;
  private final boolean terminal;
  private final LiveLine line;
  private final ScheduledExecutorService timer;
  private ReplayProgress.Phase phase;
  private long phaseBegan;

  private ProgressLine(ReplayProgress progress, PrintWriter err, Screen screen) {
    this.progress = progress;
    this.err = err;
    this.terminal = screen.err();
    this.line = new LiveLine(err, screen.columnsOr(Integer.MAX_VALUE));
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Shows it until it is closed. */
  public static ProgressLine show(ReplayProgress progress, PrintWriter err, Screen screen) {
    ProgressLine line = new ProgressLine(progress, err, screen);
    long every = line.terminal ? TERMINAL_MILLIS : FILE_MILLIS;
    line.timer.scheduleAtFixedRate(line::tick, every, every, TimeUnit.MILLISECONDS);
    return line;
  }

  private synchronized void tick() {
    ReplayProgress.Phase now = progress.phase();
    if (now != phase) {
      phase = now;
      phaseBegan = System.nanoTime();
    }
    String text = text(now, progress.done(), Duration.ofNanos(System.nanoTime() - phaseBegan));
    if (terminal) {
      line.show(text);
    } else {
      err.println(text);
      err.flush();
    }
  }

  /** {@code history [######......] 52 % 2,600,000 of 5,000,000, 310,000/s, 7.7 s left}. */
  static String text(ReplayProgress.Phase phase, long done, Duration elapsed) {
    if (phase.total() <= 0) {
      return phase.name();
    }
    double share = Math.min(1, (double) done / phase.total());
    int full = (int) Math.round(share * BAR);
    double rate = done / Math.max(0.001, elapsed.toNanos() / 1e9);
    String left =
        rate < 1
            ? ""
            : ", "
                + Units.duration(Duration.ofMillis((long) ((phase.total() - done) / rate * 1000)))
                + " left";
    return String.format(
        Locale.ROOT,
        "%s [%s%s] %3.0f %%  %,d of %,d, %,.0f/s%s",
        phase.name(),
        "#".repeat(full),
        ".".repeat(BAR - full),
        share * 100,
        done,
        phase.total(),
        rate,
        left);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      line.clear();
    }
  }
}
