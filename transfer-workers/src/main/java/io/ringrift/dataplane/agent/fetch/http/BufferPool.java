package io.ringrift.dataplane.agent.fetch.http;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Direct buffers, made when first needed and used again and again: the JVM gives direct memory back
 * late, and an agent has to be small. At most as many exist as there are streams at once.
 */
public final class BufferPool {
  /** Below this the calls cost, above nothing is gained (measured). */
  private static final int BUFFER_BYTES = 1 << 20;

  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  ByteBuffer take() {
    ByteBuffer buffer = free.poll();
    return buffer == null ? ByteBuffer.allocateDirect(BUFFER_BYTES) : buffer.clear();
  }

  void give(ByteBuffer buffer) {
    free.add(buffer);
  }
}
