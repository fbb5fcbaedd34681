package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One attempt to bring a file elsewhere, as a {@link Pusher} sees it. */
public final class PushTask extends TransferTask {
  private final Path file;
  private final AtomicLong arrived = new AtomicLong();

  PushTask(
      PullOrder order,
      PullSources sources,
      Path file,
      List<Bandwidth> limits,
      AtomicLong bytesSent) {
    super(order, sources, limits, bytesSent);
    this.file = file;
  }

  /** What to read; its hash is that of the order as far as the index knows. */
  public Path file() {
    return file;
  }

  /** So many bytes more are at the target. */
  public void arrived(long bytes) {
    arrived.addAndGet(bytes);
  }

  /** All of it is at the target, whoever brought it. */
  public void allArrived() {
    arrived.set(order().sizeBytes());
  }

  @Override
  long progress() {
    return arrived.get();
  }
}
