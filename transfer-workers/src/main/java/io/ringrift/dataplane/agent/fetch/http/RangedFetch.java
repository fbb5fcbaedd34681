package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * One attempt to fetch a file in ranges: each stream has a connection and takes chunks until none
 * is left. A cut connection is made anew a few times, going on where it was cut; the first stream
 * that gives up ends all.
 */
public final class RangedFetch {
  /** Smaller files are not worth a second connection. */
  private static final long PARALLEL_FROM_BYTES = 16L << 20;

  /** Times that a stream reconnects without having received a byte in between. */
  private static final int RECONNECTS = 3;

  private static final long FIRST_BACKOFF_MILLIS = 100;

  private final FetchTask task;
  private final Function<FetchTask, RangeConnection> connect;
  private final BufferPool buffers;
  private final Duration patience;
  private final int streams;
  private final ChunkQueue queue;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param patience with a source that is busy
   * @param streams connections for a large file
   */
  public RangedFetch(
      FetchTask task,
      Function<FetchTask, RangeConnection> connect,
      BufferPool buffers,
      Duration patience,
      int streams) {
    this.task = task;
    this.connect = connect;
    this.buffers = buffers;
    this.patience = patience;
    this.streams = task.order().sizeBytes() < PARALLEL_FROM_BYTES ? 1 : streams;
    this.queue = new ChunkQueue(task.partial().missing(), task.order().sizeBytes(), this.streams);
  }

  /**
   * Fetches every chunk that is missing.
   *
   * @param executor runs all streams but the first
   */
  public void run(Executor executor) throws FetchFailure, InterruptedException {
    List<FutureTask<Void>> others = new ArrayList<>();
    for (int i = 1; i < streams; i++) {
      FutureTask<Void> other = new FutureTask<>(this::stream, null);
      others.add(other);
      executor.execute(other);
    }
    stream();
    for (FutureTask<Void> other : others) {
      try {
        other.get();
      } catch (ExecutionException e) {
        failure.compareAndSet(null, new IllegalStateException(e.getCause()));
      }
    }
    rethrow();
  }

  private void rethrow() throws FetchFailure, InterruptedException {
    task.throwIfCancelled();
    Exception cause = failure.get();
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

  private void stream() {
    ByteBuffer buffer = buffers.take();
    RangeConnection connection = connect.apply(task);
    try {
      task.closeOnCancel(connection);
      ChunkQueue.Span span = queue.next();
      while (span != null && failure.get() == null) {
        fetch(span, connection, buffer);
        span = queue.next();
      }
    } catch (FetchFailure | InterruptedException | RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      task.leave(connection);
      closeQuietly(connection);
      buffers.give(buffer);
    }
  }

  private void fetch(ChunkQueue.Span span, RangeConnection connection, ByteBuffer buffer)
      throws FetchFailure, InterruptedException {
    SpanWriter writer = new SpanWriter(span, task);
    int troubles = 0;
    long busySince = 0;
    while (!writer.complete() && failure.get() == null) {
      long before = writer.position();
      String token = task.grant();
      try {
        request(token, span, writer, connection, buffer);
      } catch (SourceBusyException e) {
        connection.reset();
        busySince = busySince == 0 ? System.nanoTime() : busySince;
        giveUpIfBusyTooLong(busySince, e);
        pause(e.retryAfter().toMillis());
      } catch (StalledException e) {
        throw new FetchFailure(FailureCode.STALLED, describe(e));
      } catch (DiskException e) {
        throw e.asFailure();
      } catch (IOException e) {
        connection.reset();
        troubles = writer.position() > before ? 1 : troubles + 1;
        if (troubles > RECONNECTS) {
          throw new FetchFailure(FailureCode.UNREACHABLE, describe(e));
        }
        pause(FIRST_BACKOFF_MILLIS << (2 * (troubles - 1)));
      } catch (FetchFailure e) {
        connection.reset();
        // The grant was renewed while this request was under way: ask again with the new one.
        if (!rejectsGrant(e) || token.equals(task.grant())) {
          throw e;
        }
      }
    }
  }

  private void request(
      String token,
      ChunkQueue.Span span,
      SpanWriter writer,
      RangeConnection connection,
      ByteBuffer buffer)
      throws IOException, FetchFailure, InterruptedException {
    long asked = System.nanoTime();
    long from = writer.position();
    RangeAnswer answer = connection.get(token, from, span.end() - 1, buffer);
    if (answer.status() != 206) {
      throw SourceAnswers.failure(answer, connection, buffer);
    }
    requireOrderedContent(answer, from);
    answer.lastModified().ifPresent(task::sourceModified);
    long firstByte = System.nanoTime() - asked;
    task.payFor(buffer.remaining());
    writer.write(buffer);
    int read = 0;
    int paid = 0;
    while (read >= 0 && !writer.complete() && failure.get() == null) {
      paid = paid > 0 ? paid : task.portion((int) Math.min(buffer.capacity(), writer.left()));
      buffer.clear().limit(paid);
      read = connection.read(buffer);
      paid -= Math.max(0, read);
      writer.write(buffer.flip());
    }
    if (read < 0 && !writer.complete()) {
      throw new IOException("the source sent less than it was asked for");
    }
    queue.took(firstByte, System.nanoTime() - asked);
  }

  private void requireOrderedContent(RangeAnswer answer, long from) throws FetchFailure {
    if (!answer.isContent(task.order().sha256())
        || !answer.isRange(from, task.order().sizeBytes())) {
      throw new FetchFailure(
          FailureCode.SOURCE_MISSING,
          "%s offers %s %s, ordered was %s of %d bytes from %d"
              .formatted(
                  task.order().peerNode(),
                  answer.headers().get("etag"),
                  answer.headers().get("content-range"),
                  task.order().sha256(),
                  task.order().sizeBytes(),
                  from));
    }
  }

  private static boolean rejectsGrant(FetchFailure e) {
    return e.code() == FailureCode.UNAUTHORISED || e.code() == FailureCode.SUPERSEDED;
  }

  private void giveUpIfBusyTooLong(long busySince, SourceBusyException e) throws FetchFailure {
    if (System.nanoTime() - busySince > patience.toNanos()) {
      throw new FetchFailure(FailureCode.SOURCE_BUSY, describe(e));
    }
  }

  private String describe(IOException e) {
    return "%s at %s: %s"
        .formatted(task.order().peerNode(), task.order().peerUrl(), e.getMessage());
  }

  private void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end && failure.get() == null) {
      task.throwIfCancelled();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    task.throwIfCancelled();
  }

  private static void closeQuietly(RangeConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // Nothing more is expected from it.
    }
  }
}
