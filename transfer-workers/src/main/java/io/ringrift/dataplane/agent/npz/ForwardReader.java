package io.ringrift.dataplane.agent.npz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads a file once, from its first byte to its last, and shows every block to a tap on the way, so
 * that a file is hashed and validated in one pass.
 */
final class ForwardReader {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final FileChannel file;
  private final NpzReader.Tap tap;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long blockEnd;

  ForwardReader(FileChannel file, NpzReader.Tap tap) {
    this.file = file;
    this.tap = tap;
  }

  /** Of the next byte. */
  long position() {
    return blockEnd - buffer.remaining();
  }

  /** Goes forward to {@code target}, reading what lies between. */
  void skipTo(long target) throws IOException, InterruptedException {
    while (position() < target && fill()) {
      int step = (int) Math.min(buffer.remaining(), target - position());
      buffer.position(buffer.position() + step);
    }
  }

  /**
   * Reads up to {@code length} bytes, as many as there are.
   *
   * @return number of bytes; less than {@code length} only at the end of the file
   */
  int read(byte[] into, int offset, int length) throws IOException, InterruptedException {
    int done = 0;
    while (done < length && fill()) {
      int step = Math.min(buffer.remaining(), length - done);
      buffer.get(into, offset + done, step);
      done += step;
    }
    return done;
  }

  /** Reads the rest. */
  void drain() throws IOException, InterruptedException {
    skipTo(Long.MAX_VALUE);
  }

  private boolean fill() throws IOException, InterruptedException {
    if (buffer.hasRemaining()) {
      return true;
    }
    int read = file.read(buffer.clear());
    buffer.flip();
    if (read <= 0) {
      buffer.limit(0);
      return false;
    }
    blockEnd += read;
    tap.passed(buffer.duplicate());
    return true;
  }
}
