package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes one span as its bytes come, over as many connections as it takes. */
final class SpanWriter {
  private final ChunkQueue.Span span;
  private final FetchTask task;
  private int chunk;
  private long position;

  SpanWriter(ChunkQueue.Span span, FetchTask task) {
    this.span = span;
    this.task = task;
    this.chunk = span.firstChunk();
    this.position = span.start();
  }

  /** Where the next byte goes. */
  long position() {
    return position;
  }

  /** Bytes that are still to come. */
  long left() {
    return span.end() - position;
  }

  boolean complete() {
    return position == span.end();
  }

  void write(ByteBuffer bytes) throws DiskException, InterruptedException {
    int count = bytes.remaining();
    try {
      task.partial().write(bytes, position);
      position += count;
      while (!complete() ? position >= chunkEnd() : chunkStart() < span.end()) {
        task.partial().finish(chunk++);
      }
    } catch (IOException e) {
      task.throwIfCancelled();
      throw new DiskException(e);
    }
    task.moved(count);
  }

  private long chunkStart() {
    return (long) chunk * PartialFile.CHUNK_BYTES;
  }

  private long chunkEnd() {
    return chunkStart() + PartialFile.CHUNK_BYTES;
  }
}
