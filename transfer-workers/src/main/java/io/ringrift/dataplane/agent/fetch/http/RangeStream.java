package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PullSource;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Fetches one span after another over one connection. A connection that is cut is made anew a few
 * times, going on where it was cut; then the source is given up.
 */
final class RangeStream implements Runnable {
  /** Times that a stream reconnects without having received a byte in between. */
  private static final int RECONNECTS = 3;

  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long LOOK_MILLIS = 20;

  private final FetchTask task;
  private final SpanDesk desk;
  private final ChunkQueue queue;
  private final Function<PullSource, RangeConnection> connect;
  private final BufferPool buffers;
  private final Duration patience;
  private ByteBuffer buffer;
  private PullSource connected;
  private RangeConnection connection;

  /**
   * @param queue learns how long requests took
   * @param patience with a source that is busy
   */
  RangeStream(
      FetchTask task,
      SpanDesk desk,
      ChunkQueue queue,
      Function<PullSource, RangeConnection> connect,
      BufferPool buffers,
      Duration patience) {
    this.task = task;
    this.desk = desk;
    this.queue = queue;
    this.connect = connect;
    this.buffers = buffers;
    this.patience = patience;
  }

  @Override
  public void run() {
    try {
      Work work = desk.next(null);
      buffer = work == null ? null : buffers.take();
      while (work != null) {
        fetch(work);
        work = desk.next(work);
      }
    } catch (InterruptedException | RuntimeException e) {
      desk.fail(e);
    } finally {
      disconnect();
      if (buffer != null) {
        buffers.give(buffer);
      }
    }
  }

  private void fetch(Work work) throws InterruptedException {
    PullSource source = work.source();
    try {
      connect(work);
      fetch(work, source);
    } catch (WrongChunkException e) {
      desk.accuse(source, wrong(source, e));
    } catch (DiskException e) {
      desk.fail(e.asFailure());
    } catch (StalledException e) {
      if (!work.writer().complete()) {
        desk.drop(source, new FetchFailure(FailureCode.STALLED, describe(source, e)));
      }
    } catch (IOException e) {
      desk.drop(source, new FetchFailure(FailureCode.UNREACHABLE, describe(source, e)));
    } catch (FetchFailure e) {
      if (source.receiving() && e.code() == FailureCode.SOURCE_MISSING) {
        // It has lost what it had, or is just moving it into place: it is asked again.
        source.has(new BitSet());
      } else {
        desk.drop(source, e);
      }
    }
    if (work.takenBack() || !work.writer().complete()) {
      // Its connection has been closed for good, or is about to be.
      disconnect();
    }
  }

  /** Returns when the span is whole or has been taken back. */
  private void fetch(Work work, PullSource source)
      throws IOException, FetchFailure, InterruptedException {
    SpanWriter writer = work.writer();
    int troubles = 0;
    long busySince = 0;
    while (!writer.complete()) {
      long before = writer.position();
      String token = source.token();
      try {
        request(token, source, writer);
      } catch (SourceBusyException e) {
        connection.reset();
        busySince = busySince == 0 ? System.nanoTime() : busySince;
        if (System.nanoTime() - busySince > patience.toNanos()) {
          throw new FetchFailure(FailureCode.SOURCE_BUSY, describe(source, e));
        }
        pause(e.retryAfter().toMillis(), writer);
      } catch (StalledException | DiskException | WrongChunkException e) {
        throw e;
      } catch (IOException e) {
        connection.reset();
        Optional<String> distrust = Tls.distrust(e);
        if (distrust.isPresent()) {
          throw new FetchFailure(
              FailureCode.UNTRUSTED_PEER, describe(source, new IOException(distrust.get(), e)));
        }
        boolean progress = writer.position() > before;
        troubles = progress ? 1 : troubles + 1;
        busySince = progress ? 0 : busySince;
        if (writer.complete()) {
          return;
        }
        if (troubles > RECONNECTS) {
          throw e;
        }
        pause(FIRST_BACKOFF_MILLIS << (2 * (troubles - 1)), writer);
      } catch (FetchFailure e) {
        connection.reset();
        // The grant was renewed while this request was under way: ask again with the new one.
        if (!rejectsGrant(e) || token.equals(source.token())) {
          throw e;
        }
      }
    }
  }

  private void request(String token, PullSource source, SpanWriter writer)
      throws IOException, FetchFailure, InterruptedException {
    long asked = System.nanoTime();
    long from = writer.position();
    RangeAnswer answer = connection.get(token, from, writer.end() - 1, buffer);
    if (answer.status() != 206) {
      throw SourceAnswers.failure(answer, connection, buffer);
    }
    requireOrderedContent(answer, source, from);
    answer.lastModified().ifPresent(task::sourceModified);
    long firstByte = System.nanoTime() - asked;
    task.payFor(buffer.remaining());
    writer.write(buffer);
    int read = 0;
    int paid = 0;
    long left = writer.left();
    while (read >= 0 && left > 0) {
      paid = paid > 0 ? paid : task.portion((int) Math.min(buffer.capacity(), left));
      buffer.clear().limit(paid);
      read = connection.read(buffer);
      paid -= Math.max(0, read);
      writer.write(buffer.flip());
      left = writer.left();
    }
    if (read < 0 && !writer.complete()) {
      throw new IOException("the source sent less than it was asked for");
    }
    queue.took(firstByte, System.nanoTime() - asked);
  }

  private void requireOrderedContent(RangeAnswer answer, PullSource source, long from)
      throws FetchFailure {
    if (!answer.isContent(task.order().sha256())
        || !answer.isRange(from, task.order().sizeBytes())) {
      throw new FetchFailure(
          FailureCode.SOURCE_MISSING,
          "%s offers %s %s, ordered was %s of %d bytes from %d"
              .formatted(
                  source.node(),
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

  private FetchFailure wrong(PullSource source, WrongChunkException e) {
    PullSource owner = task.sources().listOwner();
    return new FetchFailure(
        FailureCode.CHECKSUM_MISMATCH,
        "%s of %s is not as the list of %s says"
            .formatted(e.getMessage(), source, owner == null ? "nobody" : owner.node()));
  }

  private static String describe(PullSource source, IOException e) {
    return source + ": " + e.getMessage();
  }

  private void connect(Work work) {
    if (connection == null || !work.source().equals(connected)) {
      disconnect();
      connected = work.source();
      connection = connect.apply(connected);
      task.closeOnCancel(connection);
    }
    work.over(connection);
  }

  private void disconnect() {
    if (connection == null) {
      return;
    }
    task.leave(connection);
    try {
      connection.close();
    } catch (IOException e) {
      // Nothing more is expected from it.
    }
    connection = null;
  }

  private void pause(long millis, SpanWriter writer) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end && !writer.complete()) {
      task.throwIfCancelled();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    task.throwIfCancelled();
  }
}
