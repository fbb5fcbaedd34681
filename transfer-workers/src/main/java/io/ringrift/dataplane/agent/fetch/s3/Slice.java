package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.PushTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import software.amazon.awssdk.core.sync.RequestBody;

/** A part of a file as the body of a request, sent as the limits of the task allow. */
final class Slice {
  private static final String TYPE = "application/octet-stream";

  private final FileChannel file;
  private final long start;
  private final long length;

  Slice(FileChannel file, long start, long length) {
    this.file = file;
    this.start = start;
    this.length = length;
  }

  long start() {
    return start;
  }

  long length() {
    return length;
  }

  RequestBody body(PushTask task) {
    return RequestBody.fromContentProvider(() -> new Sending(task), length, TYPE);
  }

  private final class Sending extends InputStream {
    private final PushTask task;
    private long position = start;

    private Sending(PushTask task) {
      this.task = task;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      long left = start + length - position;
      if (left == 0) {
        return count == 0 ? 0 : -1;
      }
      try {
        int most = task.portion((int) Math.min(count, left));
        int read = file.read(ByteBuffer.wrap(into, offset, most), position);
        if (read < 0) {
          throw new IOException("file became shorter while it was sent");
        }
        position += read;
        task.moved(read);
        return read;
      } catch (InterruptedException e) {
        throw new InterruptedIOException(e.getMessage());
      }
    }
  }
}
