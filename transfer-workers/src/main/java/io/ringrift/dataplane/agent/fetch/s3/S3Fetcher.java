package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.Fetcher;
import io.ringrift.dataplane.agent.fetch.http.BufferPool;
import io.ringrift.dataplane.agent.fetch.http.RangedFetch;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.s3.BucketItems;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** Fetches from the bucket with ranged requests, several at once for large files. */
public final class S3Fetcher implements Fetcher {
  /** The name of this transport. */
  public static final String TRANSPORT = "s3";

  private final BucketItems items;
  private final BucketCheck check;
  private final int streams;
  private final Duration patience;
  private final Executor executor;
  private final BufferPool buffers = new BufferPool();

  /**
   * @param streams connections for a large file, 1..16
   * @param patience with a server that asks to come back
   * @param executor runs all streams but the first
   */
  public S3Fetcher(
      BucketItems items, BucketCheck check, int streams, Duration patience, Executor executor) {
    this.items = items;
    this.check = check;
    this.streams = streams;
    this.patience = patience;
    this.executor = executor;
  }

  @Override
  public String transport() {
    return TRANSPORT;
  }

  @Override
  public Optional<String> unavailable() {
    return check.problem();
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    String itemId = task.order().name().itemId();
    String key =
        items
            .key(itemId)
            .orElseThrow(
                () ->
                    new FetchFailure(
                        FailureCode.SOURCE_MISSING,
                        "bucket " + items.bucket() + " has no place for " + itemId));
    // Whoever replaces the object meanwhile ends the fetch: ranges of two contents don't mix.
    AtomicReference<String> version = new AtomicReference<>();
    new RangedFetch(
            task,
            source -> new S3RangeConnection(items, key, task.order().sha256(), version),
            buffers,
            patience,
            streams,
            0)
        .run(executor);
  }
}
