package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.PushTask;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Some bytes of a file that is being sent, as fast as the task's limits allow. */
final class FileRange extends InputStream {
  private final FileChannel file;
  private final long to;
  private final PushTask task;
  private long position;
  private volatile long movedNanos = System.nanoTime();

  /**
   * @param to not included
   */
  FileRange(FileChannel file, long from, long to, PushTask task) {
    this.file = file;
    this.position = from;
    this.to = to;
    this.task = task;
  }

  /** When bytes were last taken from it. */
  long movedNanos() {
    return movedNanos;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (position >= to) {
      return -1;
    }
    try {
      int most = task.portion((int) Math.min(length, to - position));
      int read = file.read(ByteBuffer.wrap(into, offset, most), position);
      if (read < 0) {
        throw new EOFException("file became shorter while it was sent");
      }
      position += read;
      task.moved(read);
      movedNanos = System.nanoTime();
      return read;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(e.getMessage());
    }
  }
}
