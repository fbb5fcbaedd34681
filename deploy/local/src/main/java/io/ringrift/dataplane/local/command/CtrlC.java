package io.ringrift.dataplane.local.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C (and SIGTERM) a request to end in order: the JVM stays until the command is done. A
 * start that is under way is interrupted.
 */
final class CtrlC implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 40;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread command;

  private CtrlC(Thread command) {
    this.command = command;
  }

  /** For the calling thread. */
  static CtrlC install() {
    CtrlC ctrlC = new CtrlC(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(ctrlC::end, "ctrl-c"));
    return ctrlC;
  }

  /** Waits that long at most; true when the end was asked for. Clears the interruption. */
  boolean awaitAsked(Duration patience) {
    try {
      return asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException endAsked) {
      return isAsked();
    }
  }

  /** Whether the end was asked for: a failure after that is no failure. */
  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** The command is done; the JVM may end. Close it last. */
  @Override
  public void close() {
    done.countDown();
  }

  private void end() {
    asked.countDown();
    command.interrupt();
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
