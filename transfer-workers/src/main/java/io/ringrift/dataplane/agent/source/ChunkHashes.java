package io.ringrift.dataplane.agent.source;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * SHA-256 of every chunk of {@value #CHUNK_BYTES} bytes of a content, in order. With it each chunk
 * can be checked as it arrives, and whoever sent a wrong one is known. It is only as true as who
 * made it: the hash of the whole stays the judge.
 */
public final class ChunkHashes {
  public static final int CHUNK_BYTES = 1 << 20;

  private static final int HASH_BYTES = 32;

  private final byte[] hashes;

  /**
   * @param hashes 32 bytes for each chunk
   * @param size of the content
   * @throws IllegalArgumentException if it is not as long as the content needs
   */
  public ChunkHashes(byte[] hashes, long size) {
    if (hashes.length != length(size)) {
      throw new IllegalArgumentException(
          "a list of %d bytes, %d are needed for a content of %d bytes"
              .formatted(hashes.length, length(size), size));
    }
    this.hashes = hashes.clone();
  }

  /** Bytes of the list for a content of so many bytes. */
  public static int length(long size) {
    return Math.toIntExact((size + CHUNK_BYTES - 1) / CHUNK_BYTES * HASH_BYTES);
  }

  /** Whether this is the chunk's hash. */
  public boolean matches(int chunk, byte[] sha256) {
    int at = chunk * HASH_BYTES;
    return Arrays.equals(hashes, at, at + HASH_BYTES, sha256, 0, sha256.length);
  }

  /** The hashes, one after the other. */
  public byte[] bytes() {
    return hashes.clone();
  }

  /** Hashes a content that is read from its start. */
  static final class Maker {
    private final byte[] hashes;
    private final MessageDigest digest = FileHash.sha256();
    private int inChunk;
    private int chunk;

    Maker(long size) {
      this.hashes = new byte[length(size)];
    }

    void update(byte[] bytes, int count) {
      int at = 0;
      while (at < count) {
        int part = Math.min(count - at, CHUNK_BYTES - inChunk);
        digest.update(bytes, at, part);
        at += part;
        inChunk += part;
        if (inChunk == CHUNK_BYTES) {
          close();
        }
      }
    }

    ChunkHashes list(long size) {
      if (inChunk > 0) {
        close();
      }
      return new ChunkHashes(hashes, size);
    }

    private void close() {
      System.arraycopy(digest.digest(), 0, hashes, chunk * HASH_BYTES, HASH_BYTES);
      chunk++;
      inChunk = 0;
    }
  }
}
