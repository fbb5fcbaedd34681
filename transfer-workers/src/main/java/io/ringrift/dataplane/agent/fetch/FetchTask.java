package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One attempt to fetch a file, as a {@link Fetcher} sees it: what, from where, into what. */
public final class FetchTask extends TransferTask {
  private final PartialFile partial;
  private volatile Instant sourceModified;
  private volatile Consumer<Path> whenPlaced = file -> {};

  FetchTask(
      PullOrder order,
      PullSources sources,
      PartialFile partial,
      List<Bandwidth> limits,
      AtomicLong bytesReceived) {
    super(order, sources, limits, bytesReceived);
    this.partial = partial;
  }

  public PartialFile partial() {
    return partial;
  }

  /** What the source says of the age of the content. */
  public void sourceModified(Instant time) {
    sourceModified = time;
  }

  /** Calls this with the file once its hash was right and it is in place. */
  public void whenPlaced(Consumer<Path> action) {
    whenPlaced = action;
  }

  void placed(Path file) {
    whenPlaced.accept(file);
  }

  /** Null: it has not said. */
  public Instant sourceModified() {
    return sourceModified;
  }

  @Override
  long progress() {
    return partial.progress();
  }
}
