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
  private static final int SCATTERED_SPAN = 2;
  private static final int TOLERATED_SHARE = 20;
  private static final long SHORT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final BitSet missing;
  private final long size;
  private int span;
  private int longest = LONGEST_SPAN;
  private int beginning;

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
    return next(null, null);
  }

  /**
   * The next chunks to fetch from a certain source.
   *
   * @param has what it has; null: everything
   * @param elsewhere what others have, too: taken only if nothing else is left; null: nothing
   * @return null: none of what is left
   */
  synchronized Span next(BitSet has, BitSet elsewhere) {
    BitSet wanted = (BitSet) missing.clone();
    if (has != null) {
      wanted.and(has);
    }
    if (elsewhere != null && !elsewhere.isEmpty()) {
      BitSet rare = (BitSet) wanted.clone();
      rare.andNot(elsewhere);
      wanted = rare.isEmpty() ? wanted : rare;
    }
    int first = wanted.nextSetBit(beginning);
    first = first < 0 ? wanted.nextSetBit(0) : first;
    if (first < 0) {
      return null;
    }
    int end = Math.min(wanted.nextClearBit(first), first + span);
    missing.clear(first, end);
    long start = (long) first * PartialFile.CHUNK_BYTES;
    return new Span(first, start, Math.min(size, (long) end * PartialFile.CHUNK_BYTES));
  }

  /**
   * Deals small spans, in a circle from a place in the file on: nodes that give each other what
   * they have are to have different parts, soon.
   *
   * @param place any number that differs between the nodes
   */
  synchronized void scatter(int place) {
    beginning = Math.floorMod(place, Math.max(1, missing.length()));
    longest = SCATTERED_SPAN;
    span = Math.min(span, longest);
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
      span = Math.min(longest, span * 2);
    }
  }
}
