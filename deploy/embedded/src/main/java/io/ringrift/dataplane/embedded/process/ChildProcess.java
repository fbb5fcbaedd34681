package io.ringrift.dataplane.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A program of the stack as a process of its own: started with its output in a log file, ready when
 * it prints its ready line, ended by SIGTERM or by kill -9.
 *
 * <p>The log file is appended to, so one file tells the story over restarts. Standard input is a
 * pipe from this JVM: see {@link ParentLink}.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 20;
  private static final int LINES_IN_MESSAGE = 12;

  /**
   * What to start.
   *
   * @param name for messages: {@code streams-app}, {@code agent gpu-1}
   * @param command the words of the command line
   * @param log file that gets standard output and error; its folder is created
   * @param readyPrefix the line that begins with this text says that the program is ready
   * @param environment variables added to this JVM's own
   */
  public record Spec(
      String name,
      List<String> command,
      Path log,
      String readyPrefix,
      Map<String, String> environment) {
    public Spec {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    /** A Java program on this class path that prints a line beginning with {@code READY}. */
    public static Spec java(String name, JavaCommand command, Path log) {
      return new Spec(name, command.words(), log, "READY", Map.of());
    }

    public Spec withEnvironment(Map<String, String> variables) {
      return new Spec(name, command, log, readyPrefix, variables);
    }
  }

  private final Spec spec;
  private final Process process;
  private final LogTail output;

  private ChildProcess(Spec spec, Process process, LogTail output) {
    this.spec = spec;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts the program and returns at once; see {@link #awaitReady}.
   *
   * @throws StartupException when the command can't be run or the log file can't be written
   */
  public static ChildProcess start(Spec spec) {
    try {
      Files.createDirectories(spec.log().toAbsolutePath().getParent());
      LogTail output = LogTail.fromEndOf(spec.log());
      ProcessBuilder builder = new ProcessBuilder(spec.command());
      builder.environment().putAll(spec.environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
      return new ChildProcess(spec, builder.start(), output);
    } catch (IOException e) {
      throw new StartupException("can't start " + spec.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the ready line.
   *
   * @return the ready line as printed
   * @throws StartupException when the program ends first or the time is over; the message carries
   *     the last lines of its log
   */
  public String awaitReady(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      boolean ended = !process.isAlive();
      Optional<String> ready = output.lineStartingWith(spec.readyPrefix());
      if (ready.isPresent()) {
        return ready.get();
      }
      if (ended) {
        throw notReady("ended with exit code " + process.exitValue() + " before it was ready");
      }
      if (System.nanoTime() - deadline >= 0) {
        throw notReady("was not ready after " + timeout.toMillis() + " ms");
      }
      waitFor(Duration.ofMillis(POLL_MILLIS));
    }
  }

  public String name() {
    return spec.name();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Empty while the process runs; 128 + signal number when a signal ended it. */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** The last lines that this process printed. */
  public List<String> lastLines(int count) {
    return output.last(count);
  }

  /** kill -9; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    waitFor(GRACE);
  }

  /**
   * Asks the process to end (SIGTERM) and kills it when it has not ended in time.
   *
   * @return true when it ended by itself
   */
  public boolean stop(Duration grace) {
    // Not process.destroy(): it closes the child's input as well, which ParentLink takes for our
    // end.
    process.toHandle().destroy();
    boolean ended = waitFor(grace);
    if (!ended) {
      kill();
    }
    return ended;
  }

  /** {@link #stop} with 15 seconds of grace. */
  @Override
  public void close() {
    stop(GRACE);
  }

  private StartupException notReady(String what) {
    List<String> last = output.last(LINES_IN_MESSAGE);
    return new StartupException(
        spec.name()
            + " "
            + what
            + "; log: "
            + spec.log()
            + (last.isEmpty() ? " (empty)" : System.lineSeparator() + String.join("\n", last)));
  }

  private boolean waitFor(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while waiting for " + name(), e));
    }
  }
}
