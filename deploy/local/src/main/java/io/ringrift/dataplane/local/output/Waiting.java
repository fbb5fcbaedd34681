package io.ringrift.dataplane.local.output;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Says at a terminal what a command waits for while it prints nothing, and takes it away when
 * something comes. Nothing of it reaches standard output.
 *
 * <p>A thread of its own and no timer: most commands end before it has anything to say.
 */
public final class Waiting implements AutoCloseable {
  /** With the start of Java that is about a second after the command was entered. */
  private static final Duration SILENCE = Duration.ofMillis(700);

  private static final long LOOK_MILLIS = 200;

  private final Supplier<String> doing;
  private final Duration silence;
  private final LiveLine line;
  private final Thread thread;
  private long lastHeard = System.nanoTime();
  private boolean closed;

  Waiting(Supplier<String> doing, LiveLine line, Duration silence) {
    this.doing = doing;
    this.line = line;
    this.silence = silence;
    this.thread = new Thread(this::watch, "waiting");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins; it is shown until it is closed.
   *
   * @param doing what the command does at the moment
   * @param err standard error, a terminal
   */
  public static Waiting show(Supplier<String> doing, PrintWriter err, Screen screen) {
    return new Waiting(doing, new LiveLine(err, screen.columnsOr(80)), SILENCE);
  }

  /** The same stream; what goes there takes the line away first. */
  public PrintWriter heard(PrintWriter stream) {
    return new PrintWriter(
        new FilterWriter(stream) {
          @Override
          public void write(int character) throws IOException {
            hear();
            out.write(character);
          }

          @Override
          public void write(char[] text, int from, int length) throws IOException {
            hear();
            out.write(text, from, length);
          }

          @Override
          public void write(String text, int from, int length) throws IOException {
            hear();
            out.write(text, from, length);
          }
        },
        true);
  }

  private synchronized void hear() {
    lastHeard = System.nanoTime();
    line.clear();
  }

  private synchronized void watch() {
    try {
      while (!closed) {
        if (System.nanoTime() - lastHeard >= silence.toNanos()) {
          line.show(doing.get() + " ...");
        }
        wait(Math.min(LOOK_MILLIS, silence.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    line.clear();
    notifyAll();
  }
}
