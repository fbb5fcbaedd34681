package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PullSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** One attempt to fetch a file in ranges, by several streams at once if it is large. */
public final class RangedFetch {
  /** Smaller files are not worth a second connection. */
  private static final long PARALLEL_FROM_BYTES = 16L << 20;

  private final FetchTask task;
  private final int streams;
  private final SpanDesk desk;
  private final List<RangeStream> all = new ArrayList<>();

  /**
   * @param patience with a source that is busy
   * @param streamsPerSource connections to one source for a large file
   * @param more streams that find work only if there are more sources than one
   */
  public RangedFetch(
      FetchTask task,
      Function<PullSource, RangeConnection> connect,
      BufferPool buffers,
      Duration patience,
      int streamsPerSource,
      int more) {
    this.task = task;
    long size = task.order().sizeBytes();
    int perSource = size < PARALLEL_FROM_BYTES ? 1 : streamsPerSource;
    this.streams = perSource + more;
    ChunkQueue queue = new ChunkQueue(task.partial().missing(), size, streams);
    this.desk = new SpanDesk(task, queue, perSource);
    for (int i = 0; i < streams; i++) {
      all.add(new RangeStream(task, desk, queue, connect, buffers, patience));
    }
  }

  /**
   * Fetches every chunk that is missing.
   *
   * @param executor runs all streams but the first
   */
  public void run(Executor executor) throws FetchFailure, InterruptedException {
    List<FutureTask<Void>> others = new ArrayList<>();
    for (RangeStream stream : all.subList(1, streams)) {
      FutureTask<Void> other = new FutureTask<>(stream, null);
      others.add(other);
      executor.execute(other);
    }
    all.get(0).run();
    for (FutureTask<Void> other : others) {
      try {
        other.get();
      } catch (ExecutionException e) {
        desk.fail(new IllegalStateException(e.getCause()));
      }
    }
    rethrow();
  }

  private void rethrow() throws FetchFailure, InterruptedException {
    task.throwIfCancelled();
    Exception cause = desk.failure();
    if (cause instanceof FetchFailure fetchFailure) {
      throw fetchFailure;
    }
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (cause != null) {
      throw new IllegalStateException(cause.toString(), cause);
    }
  }
}
