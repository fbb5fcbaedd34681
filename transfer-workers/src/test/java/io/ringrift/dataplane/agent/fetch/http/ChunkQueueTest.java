package io.ringrift.dataplane.agent.fetch.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.http.ChunkQueue.Span;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChunkQueueTest {
  private static final long CHUNK = 8 << 20;
  private static final long SIZE = 10 * CHUNK + 5;

  @Test
  void dealsMissingChunksInOrderAndEachOnce() {
    BitSet missing = new BitSet();
    missing.set(0);
    missing.set(3);
    missing.set(10);
    ChunkQueue queue = new ChunkQueue(missing, SIZE);

    assertThat(queue.next()).isEqualTo(new Span(0, 0, CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(3, 3 * CHUNK, 4 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(10, 10 * CHUNK, SIZE));
    assertThat(queue.next()).isNull();
  }

  @Test
  void asksForMoreAtOnceOverALongLine() {
    ChunkQueue queue = all();
    queue.took(millis(100), millis(400));
    queue.took(millis(100), millis(800));

    assertThat(queue.next()).isEqualTo(new Span(0, 0, 4 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(4, 4 * CHUNK, 8 * CHUNK));
    assertThat(queue.next()).isEqualTo(new Span(8, 8 * CHUNK, SIZE));
  }

  @Test
  void staysWithOneChunkOnAFastNetwork() {
    ChunkQueue queue = all();
    queue.took(millis(1), millis(8));
    queue.took(millis(3), millis(100));

    assertThat(queue.next()).isEqualTo(new Span(0, 0, CHUNK));
  }

  private static ChunkQueue all() {
    BitSet missing = new BitSet();
    missing.set(0, 11);
    return new ChunkQueue(missing, SIZE);
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
