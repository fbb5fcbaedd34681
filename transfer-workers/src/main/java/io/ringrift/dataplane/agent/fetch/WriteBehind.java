package io.ringrift.dataplane.agent.fetch;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Brings a growing file to the disk while the rest of it is still coming, so that little is left to
 * wait for at its end: what lies in the page cache only is not received yet.
 */
final class WriteBehind {
  /** Small beside a large file, large beside what a disk writes at once. */
  private static final long STEP_BYTES = 64L << 20;

  private final PartialFile file;
  private final Executor executor;
  private FutureTask<Void> running;
  private long begun;

  WriteBehind(PartialFile file, Executor executor) {
    this.file = file;
    this.executor = executor;
  }

  /** So many bytes are finished; starts a round if enough are new and none is under way. */
  void advance(long finished) {
    if (finished - begun >= STEP_BYTES && (running == null || running.isDone())) {
      begun = finished;
      running =
          new FutureTask<>(
              () -> {
                file.force();
                return null;
              });
      executor.execute(running);
    }
  }

  /** Waits for the round under way: the file is about to be closed. */
  void end() throws IOException, InterruptedException {
    if (running == null) {
      return;
    }
    try {
      running.get();
    } catch (ExecutionException e) {
      // Left to itself, the disk's error would show only once.
      throw new IOException("bringing " + file.path() + " to the disk failed", e.getCause());
    }
  }
}
