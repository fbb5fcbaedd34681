package io.ringrift.dataplane.agent.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** Keeps a second agent away from a data folder: two would spoil each other's index. */
public final class FolderLock implements Closeable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock; it ends with the process at the latest.
   *
   * @throws IOException if another agent has it
   */
  public static FolderLock take(DataRoot root) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.ownFolder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new FolderLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Taken by this very process.
    }
    channel.close();
    throw new IOException("data folder " + root.path() + " is in use by another agent");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
