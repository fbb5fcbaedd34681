package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import io.ringrift.dataplane.agent.source.ChunkHashes;
import io.ringrift.dataplane.agent.source.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Writes one span as its bytes come, over as many connections as it takes. With a list of hashes no
 * chunk is finished that differs from it. What isn't finished can be taken back at any moment, to
 * be fetched by somebody else. Thread-safe.
 */
final class SpanWriter {
  private final ChunkQueue.Span span;
  private final FetchTask task;
  private final MessageDigest digest = FileHash.sha256();

  /** As it was known when the chunk began; null: the chunk is not checked. */
  private ChunkHashes hashes;

  private int chunk;
  private long position;
  private boolean takenBack;

  SpanWriter(ChunkQueue.Span span, FetchTask task) {
    this.span = span;
    this.task = task;
    this.chunk = span.firstChunk();
    this.position = span.start();
  }

  /** Where the next byte goes. */
  synchronized long position() {
    return position;
  }

  /** Bytes that are still to come. */
  synchronized long left() {
    return takenBack ? 0 : span.end() - position;
  }

  /** Nothing more is to be written: it is whole, or has been taken back. */
  boolean complete() {
    return left() == 0;
  }

  /** Bytes that have come. */
  synchronized long written() {
    return position - span.start();
  }

  long end() {
    return span.end();
  }

  /**
   * Writes what comes next; after a {@link #takeBack} it goes nowhere.
   *
   * @throws WrongChunkException if a chunk is not as the list says
   */
  void write(ByteBuffer bytes) throws DiskException, WrongChunkException, InterruptedException {
    int count = bytes.remaining();
    try {
      put(bytes);
    } catch (WrongChunkException e) {
      throw e;
    } catch (IOException e) {
      task.throwIfCancelled();
      throw new DiskException(e);
    }
    task.moved(count);
  }

  private synchronized void put(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining() && left() > 0) {
      int count = (int) Math.min(bytes.remaining(), chunkEnd() - position);
      ByteBuffer part = bytes.slice(bytes.position(), count);
      bytes.position(bytes.position() + count);
      if (position == chunkStart()) {
        hashes = task.sources().list().orElse(null);
      }
      if (hashes != null) {
        digest.update(part.duplicate());
      }
      task.partial().write(part, position);
      position += count;
      if (position == chunkEnd()) {
        if (hashes != null && !hashes.matches(chunk, digest.digest())) {
          throw new WrongChunkException(chunk);
        }
        task.partial().finish(chunk++, hashes != null);
      }
    }
  }

  /**
   * Ends the writing.
   *
   * @return what has not been finished, null if nothing is left
   */
  synchronized ChunkQueue.Span takeBack() {
    long unfinished = chunkStart();
    if (takenBack || unfinished >= span.end()) {
      return null;
    }
    takenBack = true;
    task.partial().lost(position - unfinished);
    return new ChunkQueue.Span(chunk, unfinished, span.end());
  }

  private long chunkStart() {
    return (long) chunk * PartialFile.CHUNK_BYTES;
  }

  private long chunkEnd() {
    return Math.min(span.end(), chunkStart() + PartialFile.CHUNK_BYTES);
  }
}
