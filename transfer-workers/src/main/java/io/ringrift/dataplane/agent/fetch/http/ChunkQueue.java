package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.PartialFile;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Deals out missing chunks, in order, so that the beginning of the file is whole soon and can be
 * hashed while the rest arrives. Thread-safe.
 *
 * <p>Over a long line the time between request and first byte is lost. A request therefore asks for
 * as many chunks at once as keep that time below a twentieth of the whole: {@value #FIRST_SPAN} on
 * a fast network, up to {@value #LONGEST_SPAN}.
 */
final class ChunkQueue {
  private static final int FIRST_SPAN = 8;
  private static final int LONGEST_SPAN = 128;
  private static final int TOLERATED_SHARE = 20;
  private static final long SHORT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final BitSet missing;
  private final long size;
  private int span;

  /**
   * Neighbouring chunks.
   *
   * @param end of the bytes, not included
   */
  record Span(int firstChunk, long start, long end) {}

  /**
   * @param streams that take from the queue: each should get something to do
   */
  ChunkQueue(BitSet missing, long size, int streams) {
    this.missing = (BitSet) missing.clone();
    this.size = size;
    this.span = Math.max(1, Math.min(FIRST_SPAN, missing.cardinality() / streams));
  }

  /** The next chunks to fetch, or null if all have been dealt. */
  synchronized Span next() {
    int first = missing.nextSetBit(0);
    if (first < 0) {
      return null;
    }
    int end = Math.min(missing.nextClearBit(first), first + span);
    missing.clear(first, end);
    long start = (long) first * PartialFile.CHUNK_BYTES;
    return new Span(first, start, Math.min(size, (long) end * PartialFile.CHUNK_BYTES));
  }

  /** These are to be fetched by somebody else. */
  synchronized void giveBack(Span rest) {
    missing.set(
        rest.firstChunk(),
        Math.toIntExact((rest.end() + PartialFile.CHUNK_BYTES - 1) / PartialFile.CHUNK_BYTES));
  }

  /** Learns from a finished request how long the next should be. */
  synchronized void took(long firstByteNanos, long wholeNanos) {
    if (firstByteNanos > SHORT_WAIT_NANOS && firstByteNanos * TOLERATED_SHARE > wholeNanos) {
      span = Math.min(LONGEST_SPAN, span * 2);
    }
  }
}
