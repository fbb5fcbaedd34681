package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One content that its source brings, in ranges of whole chunks and in any order. Thread-safe. */
public final class Reception {
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final long LOOK_MILLIS = 100;

  private final FetchTask task;
  private final long size;
  private final Duration patience;
  private final Set<Closeable> callers = new HashSet<>();
  private final BitSet claimed = new BitSet();
  private long heardNanos = System.nanoTime();
  private FetchFailure failure;
  private boolean over;

  /**
   * Bytes of the content.
   *
   * @param to not included
   */
  public record Range(long from, long to) {}

  /**
   * Somebody else brings these bytes, or has brought them. They are hashed as soon as they are
   * there, so nothing may be written over them.
   */
  public static final class TakenException extends Exception {
    private static final long serialVersionUID = 1L;

    private TakenException(Range range) {
      super("of %d..%d not all is missing".formatted(range.from(), range.to()));
    }
  }

  Reception(FetchTask task, Duration patience) {
    this.task = task;
    this.size = task.order().sizeBytes();
    this.patience = patience;
  }

  /** What has not come yet, from the start of the file on; at most so many ranges. */
  public List<Range> missing(int most) {
    BitSet chunks = task.partial().missing();
    List<Range> ranges = new ArrayList<>();
    int from = chunks.nextSetBit(0);
    while (from >= 0 && ranges.size() < most) {
      int to = chunks.nextClearBit(from);
      ranges.add(new Range(start(from), Math.min(size, start(to))));
      from = chunks.nextSetBit(to);
    }
    return ranges;
  }

  /**
   * Takes bytes from whoever brings them.
   *
   * @param modified age of the content at its source
   * @param body must have all of the range
   * @param connection closed when the fetch ends before
   * @throws IllegalArgumentException if the range doesn't begin and end with a chunk of the file
   * @throws TakenException if a chunk of it is not missing
   * @throws IOException if the body breaks off or nobody waits for it any more
   */
  public void take(Range range, Instant modified, InputStream body, Closeable connection)
      throws IOException, InterruptedException, TakenException {
    SpanWriter writer = new SpanWriter(span(range), task);
    enter(range, connection);
    try {
      task.sourceModified(modified);
      byte[] buffer = new byte[BUFFER_BYTES];
      int paid = 0;
      while (!writer.complete()) {
        long left = range.to() - writer.position();
        paid = paid > 0 ? paid : task.portion((int) Math.min(buffer.length, left));
        int read = body.read(buffer, 0, paid);
        if (read < 0) {
          throw new EOFException("the body ends %d bytes before its range".formatted(left));
        }
        paid -= read;
        heard();
        writer.write(ByteBuffer.wrap(buffer, 0, read));
      }
    } catch (DiskException e) {
      fail(e.asFailure());
      throw e;
    } finally {
      writer.takeBack();
      leave(range, connection);
    }
  }

  /** Waits until everything has come. */
  synchronized void await() throws FetchFailure, InterruptedException {
    while (!task.partial().missing().isEmpty()) {
      task.throwIfCancelled();
      if (failure != null) {
        throw failure;
      }
      if (System.nanoTime() - heardNanos > patience.toNanos()) {
        throw new FetchFailure(
            FailureCode.STALLED,
            "%s brought nothing for %d ms".formatted(task.order().peerNode(), patience.toMillis()));
      }
      wait(LOOK_MILLIS);
    }
  }

  /** From now on nothing is written. */
  synchronized void end() throws InterruptedException {
    over = true;
    for (Closeable caller : Set.copyOf(callers)) {
      try {
        caller.close();
      } catch (IOException e) {
        // It is being closed to be given up: nothing is lost with it.
      }
    }
    while (!callers.isEmpty()) {
      wait(LOOK_MILLIS);
    }
  }

  private ChunkQueue.Span span(Range range) {
    boolean whole = range.to() == size || range.to() % PartialFile.CHUNK_BYTES == 0;
    if (range.from() < 0
        || range.from() % PartialFile.CHUNK_BYTES != 0
        || range.to() <= range.from()
        || range.to() > size
        || !whole) {
      throw new IllegalArgumentException(
          "range is %d..%d, allowed are whole chunks of %d bytes of %d"
              .formatted(range.from(), range.to(), PartialFile.CHUNK_BYTES, size));
    }
    int first = Math.toIntExact(range.from() / PartialFile.CHUNK_BYTES);
    return new ChunkQueue.Span(first, range.from(), range.to());
  }

  private static long start(int chunk) {
    return (long) chunk * PartialFile.CHUNK_BYTES;
  }

  private static BitSet chunks(Range range) {
    BitSet chunks = new BitSet();
    chunks.set(
        Math.toIntExact(range.from() / PartialFile.CHUNK_BYTES),
        Math.toIntExact((range.to() + PartialFile.CHUNK_BYTES - 1) / PartialFile.CHUNK_BYTES));
    return chunks;
  }

  private synchronized void enter(Range range, Closeable connection)
      throws IOException, TakenException {
    if (over) {
      throw new IOException("the fetch has ended");
    }
    BitSet chunks = chunks(range);
    BitSet missing = task.partial().missing();
    missing.andNot(claimed);
    missing.and(chunks);
    if (!missing.equals(chunks)) {
      throw new TakenException(range);
    }
    claimed.or(chunks);
    callers.add(connection);
    heardNanos = System.nanoTime();
  }

  private synchronized void heard() {
    heardNanos = System.nanoTime();
  }

  private synchronized void fail(FetchFailure cause) {
    failure = cause;
    notifyAll();
  }

  private synchronized void leave(Range range, Closeable connection) {
    callers.remove(connection);
    claimed.andNot(chunks(range));
    notifyAll();
  }
}
