package io.ringrift.dataplane.agent.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** A file to append to on a disk that takes so many bytes more, as a full one does: in part. */
final class NearlyFullFile extends FileChannel {
  private final FileChannel file;
  private final AtomicLong room;
  private final AtomicLong failingCuts;

  /**
   * @param room bytes that the disk still takes
   * @param failingCuts how often it can't even be made shorter
   */
  NearlyFullFile(Path path, AtomicLong room, AtomicLong failingCuts) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    this.room = room;
    this.failingCuts = failingCuts;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    if (room.get() == 0) {
      throw new IOException("No space left on device");
    }
    ByteBuffer part = bytes.slice();
    part.limit((int) Math.min(part.remaining(), room.get()));
    int written = file.write(part);
    bytes.position(bytes.position() + written);
    room.addAndGet(-written);
    return written;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    if (failingCuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("can't be cut");
    }
    file.truncate(size);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.force(metaData);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int read(ByteBuffer into) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(ByteBuffer into, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] bytes, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer bytes, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel position(long newPosition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
