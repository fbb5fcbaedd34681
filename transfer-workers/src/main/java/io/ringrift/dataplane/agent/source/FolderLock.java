package io.ringrift.dataplane.agent.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Keeps a second agent away from a data folder: two would spoil each other's index. Agents that
 * share the folder keep away those that don't know of it, and a second one of their own node.
 */
public final class FolderLock implements Closeable {
  private final List<FileChannel> channels;

  private FolderLock(List<FileChannel> channels) {
    this.channels = channels;
  }

  /**
   * Takes the lock; it ends with the process at the latest.
   *
   * @throws IOException if another agent has it
   */
  public static FolderLock take(DataRoot root) throws IOException {
    FileChannel whole = open(root.hiddenFolder());
    if (!root.shared()) {
      exclusive(root, whole);
      return new FolderLock(List.of(whole));
    }
    together(root, whole);
    FileChannel own = open(root.ownFolder());
    try {
      exclusive(root, own);
    } catch (IOException e) {
      whole.close();
      throw e;
    }
    return new FolderLock(List.of(own, whole));
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve("lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private static void exclusive(DataRoot root, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Taken by this very process.
    }
    channel.close();
    throw new IOException("data folder " + root.path() + " is in use by another agent");
  }

  private static void together(DataRoot root, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, true) == null) {
        channel.close();
        throw new IOException(
            "data folder " + root.path() + " is in use by an agent without agent.root.shared");
      }
    } catch (OverlappingFileLockException e) {
      // Another agent of this very process has it: a lock is the process's.
    }
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : channels) {
      channel.close();
    }
  }
}
