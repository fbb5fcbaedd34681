package io.ringrift.dataplane.agent.fetch.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.http.ChunkQueue.Span;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChunkQueueTest {
  private static final long CHUNK = 1 << 20;
  private static final long SIZE = 100 * CHUNK + 5;

  @Test
  void dealsMissingChunksInOrderAndEachOnce() {
    BitSet missing = new BitSet();
    missing.set(0);
    missing.set(3, 20);
    missing.set(100);
    ChunkQueue queue = new ChunkQueue(missing, SIZE, 2);

    assertThat(queue.next()).isEqualTo(new Span(0, 0, CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(3, 3 * CHUNK, 11 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(11, 11 * CHUNK, 19 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(19, 19 * CHUNK, 20 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(100, 100 * CHUNK, SIZE));
    assertThat(queue.next()).isNull();
  }

  @Test
  void givesEveryStreamSomethingToDo() {
    BitSet missing = new BitSet();
    missing.set(0, 16);

    assertThat(new ChunkQueue(missing, SIZE, 4).next()).isEqualTo(new Span(0, 0, 4 * CHUNK));
    assertThat(new ChunkQueue(missing, SIZE, 16).next()).isEqualTo(new Span(0, 0, CHUNK));
  }

  @Test
  void asksForMoreAtOnceOverALongLine() {
    ChunkQueue queue = all();
    queue.took(millis(100), millis(400));
    queue.took(millis(100), millis(800));

    assertThat(queue.next()).isEqualTo(new Span(0, 0, 32 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(32, 32 * CHUNK, 64 * CHUNK));
  }

  @Test
  void dealsSmallSpansInACircleToNodesThatGiveEachOtherWhatTheyHave() {
    ChunkQueue queue = all();
    queue.scatter(98);

    assertThat(queue.next()).isEqualTo(new Span(98, 98 * CHUNK, 100 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(100, 100 * CHUNK, SIZE));
    assertThat(queue.next()).isEqualTo(new Span(0, 0, 2 * CHUNK));
    queue.took(millis(100), millis(400));
    assertThat(queue.next()).isEqualTo(new Span(2, 2 * CHUNK, 4 * CHUNK));
  }

  @Test
  void sparesAWholeSourceWhatOthersHaveAsLongAsSomethingElseIsLeft() {
    BitSet others = new BitSet();
    others.set(1, 101);
    ChunkQueue queue = all();

    assertThat(queue.next(null, others)).isEqualTo(new Span(0, 0, CHUNK));
    assertThat(queue.next(null, others)).isEqualTo(new Span(1, CHUNK, 9 * CHUNK));
  }

  @Test
  void takesFromANodeOnlyWhatItHas() {
    BitSet has = new BitSet();
    has.set(5, 7);
    ChunkQueue queue = all();

    assertThat(queue.next(has, null)).isEqualTo(new Span(5, 5 * CHUNK, 7 * CHUNK));
    assertThat(queue.next(has, null)).isNull();
    queue.giveBack(new Span(6, 6 * CHUNK, 7 * CHUNK));
    assertThat(queue.next(has, null)).isEqualTo(new Span(6, 6 * CHUNK, 7 * CHUNK));
  }

  @Test
  void staysShortOnAFastNetwork() {
    ChunkQueue queue = all();
    queue.took(millis(1), millis(8));
    queue.took(millis(3), millis(100));

    assertThat(queue.next()).isEqualTo(new Span(0, 0, 8 * CHUNK));
  }

  private static ChunkQueue all() {
    BitSet missing = new BitSet();
    missing.set(0, 101);
    return new ChunkQueue(missing, SIZE, 4);
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
