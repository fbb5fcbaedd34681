package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FetchTask;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Fills a partial file with what an older version has beyond it, for rsync to start from. */
final class Seed {
  private static final long PORTION_BYTES = 64L << 20;

  private Seed() {}

  /**
   * Never beyond the size that was ordered, so that another transport can go on with it. What the
   * partial file has stays as it is: it may be newer.
   *
   * @return how many bytes were copied
   */
  static long copy(Path older, FetchTask task) throws IOException, InterruptedException {
    long begin = 0;
    long at = 0;
    try (FileChannel from =
            FileChannel.open(older, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel to = FileChannel.open(task.partial().path(), StandardOpenOption.WRITE)) {
      long end = Math.min(from.size(), task.partial().size());
      begin = to.size();
      for (at = begin; at < end; ) {
        task.throwIfCancelled();
        long copied = from.transferTo(at, Math.min(PORTION_BYTES, end - at), to.position(at));
        if (copied <= 0) {
          break;
        }
        at += copied;
        task.prepared(copied);
      }
    } catch (NoSuchFileException e) {
      // It was removed a moment ago: then all of it comes over the wire.
      return 0;
    }
    return at - begin;
  }
}
