package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * SHA-256 of a partial file, computed while it grows: follows the bytes that lie there without a
 * gap and reads them back, from the page cache as a rule. What it hashes is what is on the disk.
 */
final class PrefixHash {
  private static final int BUFFER_BYTES = 256 * 1024;

  /** How long to wait for more bytes before the caller looks at other things. */
  private static final int WAIT_MILLIS = 100;

  private final PartialFile partial;
  private final Pull pull;
  private final MessageDigest digest = FileHash.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long hashed;

  /**
   * @param pull whose end ends the hashing
   */
  PrefixHash(PartialFile partial, Pull pull) {
    this.partial = partial;
    this.pull = pull;
  }

  /**
   * Hashes what has arrived since, waiting a moment for it.
   *
   * @throws FetchFailure if the pull is to stop
   */
  void follow() throws IOException, FetchFailure, InterruptedException {
    long contiguous = partial.awaitContiguous(hashed, WAIT_MILLIS);
    while (hashed < contiguous) {
      pull.throwIfStopped();
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, contiguous - hashed));
      int read = partial.read(buffer, hashed);
      if (read < 0) {
        throw new IOException(
            partial.path() + " ends at " + hashed + ", " + contiguous + " bytes were written");
      }
      digest.update(buffer.flip());
      hashed += read;
    }
  }

  boolean complete() {
    return hashed == partial.size();
  }

  /** The hash of the whole file, once {@link #complete}. */
  String sha256() {
    return FileHash.hex(digest);
  }
}
