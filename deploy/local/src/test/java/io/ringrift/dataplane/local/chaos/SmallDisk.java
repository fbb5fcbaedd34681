package io.ringrift.dataplane.local.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory, mounted at a node's data folder, whose end can be brought near: then
 * whoever writes gets ENOSPC from the kernel, whatever it had reserved. Needs Linux and root.
 */
public final class SmallDisk implements Closeable {
  private static final long ROOMY_BYTES = 8L << 30;

  /** What stays free on a full disk. */
  private static final long FULL_BYTES = 256 << 10;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Empty where it can't be mounted. */
  public static Optional<SmallDisk> mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean mounted =
        ran("mount", "-t", "tmpfs", "-o", "size=" + ROOMY_BYTES, "chaos", folder.toString());
    return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
  }

  /** Its end is where its files end. */
  public void fill() throws IOException {
    FileStore store = Files.getFileStore(folder);
    resize(store.getTotalSpace() - store.getUnallocatedSpace() + FULL_BYTES);
  }

  /** As roomy as at first. */
  public void makeRoom() throws IOException {
    resize(ROOMY_BYTES);
  }

  private void resize(long bytes) throws IOException {
    if (!ran("mount", "-o", "remount,size=" + bytes, folder.toString())) {
      throw new IOException("can't resize " + folder + " to " + bytes + " bytes");
    }
  }

  @Override
  public void close() throws IOException {
    ran("umount", folder.toString());
  }

  private static boolean ran(String... words) throws IOException {
    try {
      Process process =
          new ProcessBuilder(List.of(words))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      // No such program: not on this system.
      return false;
    }
  }
}
