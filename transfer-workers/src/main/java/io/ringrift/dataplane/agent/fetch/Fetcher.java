package io.ringrift.dataplane.agent.fetch;

import java.io.IOException;
import java.util.Optional;

/**
 * A transport: carries the missing chunks of a file from a source to a partial file. It does not
 * verify them: that is done outside, over what lies on the disk, for every transport alike.
 *
 * <p>To add one: implement this, add a line to {@link Fetchers}, inherit {@code FetcherContract}.
 */
public interface Fetcher {

  /** The name in orders, heartbeats and metrics. */
  String transport();

  /** Why it can't be used just now; nothing if it can. */
  default Optional<String> unavailable() {
    return Optional.empty();
  }

  /**
   * Fetches every chunk that the task's partial file misses, marking each as finished.
   *
   * @throws FetchFailure if it can't; what has arrived stays and is resumed by the next attempt
   * @throws InterruptedException if the pull was cancelled
   */
  void fetch(FetchTask task) throws FetchFailure, InterruptedException;

  /**
   * Whether it may write over a chunk that it, or an attempt before it, has marked as finished.
   * Then nothing is hashed before it has ended: what was hashed must be what lies there.
   */
  default boolean rewrites(FetchTask task) {
    return false;
  }

  /**
   * All chunks are there and the whole has another hash than was ordered. A transport that can tell
   * which of them are wrong marks these as missing.
   *
   * @return whether there now is something to fetch again
   */
  default boolean mend(FetchTask task) throws IOException, FetchFailure, InterruptedException {
    return false;
  }
}
