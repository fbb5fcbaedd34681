package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.PullSource;
import java.io.IOException;

/** A span that a stream fetches from a source just now. */
final class Work {
  private final PullSource source;
  private final ChunkQueue.Span span;
  private final SpanWriter writer;
  private final long began = System.nanoTime();
  private RangeConnection connection;
  private boolean over;
  private long ended;

  Work(PullSource source, ChunkQueue.Span span, SpanWriter writer) {
    this.source = source;
    this.span = span;
    this.writer = writer;
  }

  PullSource source() {
    return source;
  }

  ChunkQueue.Span span() {
    return span;
  }

  SpanWriter writer() {
    return writer;
  }

  /** Fetched over this connection, which is closed if the work is taken back. */
  synchronized void over(RangeConnection used) {
    connection = used;
    if (over) {
      closeQuietly(used);
    }
  }

  /** How long a byte took when it was done, of one that is. */
  double pace() {
    return ended == 0 ? nanosPerByte() : (ended - began) / (double) Math.max(1, writer.written());
  }

  void ended() {
    ended = System.nanoTime();
  }

  synchronized boolean takenBack() {
    return over;
  }

  /** How long a byte has taken so far; of a silent source the longer it is silent the longer. */
  double nanosPerByte() {
    return (System.nanoTime() - began) / (double) Math.max(1, writer.written());
  }

  long nanos() {
    return System.nanoTime() - began;
  }

  /**
   * Takes it from the stream that is at it.
   *
   * @return what remains to be fetched, null if nothing does
   */
  ChunkQueue.Span takeBack() {
    ChunkQueue.Span rest = writer.takeBack();
    synchronized (this) {
      over = true;
      if (connection != null) {
        closeQuietly(connection);
      }
    }
    return rest;
  }

  private static void closeQuietly(RangeConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // Nothing more is expected from it.
    }
  }
}
