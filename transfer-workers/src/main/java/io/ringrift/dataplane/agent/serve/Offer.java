package io.ringrift.dataplane.agent.serve;

import io.ringrift.dataplane.agent.source.ChunkHashes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.BitSet;

/**
 * A content that this node can hand out.
 *
 * @param size of the whole
 * @param modified age of the content; null: not known
 * @param chunks what has come so far; null: all of it
 */
record Offer(long size, Instant modified, FileChannel file, BitSet chunks) implements Closeable {

  /** Whether all of the range is here. */
  boolean has(ByteRange range) {
    int first = Math.toIntExact(range.start() / ChunkHashes.CHUNK_BYTES);
    return chunks == null
        || (long) chunks.nextClearBit(first) * ChunkHashes.CHUNK_BYTES >= range.end();
  }

  /** One bit for each chunk that is here, the first in the lowest bit of the first byte. */
  byte[] map() {
    int count = Math.toIntExact((size + ChunkHashes.CHUNK_BYTES - 1) / ChunkHashes.CHUNK_BYTES);
    BitSet here = new BitSet(count);
    if (chunks == null) {
      here.set(0, count);
    } else {
      here.or(chunks);
    }
    byte[] map = new byte[(count + 7) / Byte.SIZE];
    byte[] bits = here.toByteArray();
    System.arraycopy(bits, 0, map, 0, bits.length);
    return map;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
