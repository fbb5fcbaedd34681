package io.ringrift.dataplane.agent.fetch.s3;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Fetches from the bucket with ranged requests, several at once for large files. */
public final class S3Fetcher implements Fetcher {
  private static final Logger LOG = LoggerFactory.getLogger(S3Fetcher.class);

  private final S3Place place;
  private final BucketItems items;
  private final BucketCheck check;
  private final int streams;
  private final Duration patience;
  private final Executor executor;
  private final BufferPool buffers = new BufferPool();

  /**
   * @param place where it finds what is ordered
   * @param streams connections for a large file, 1..16
   * @param patience with a server that asks to come back
   * @param executor runs all streams but the first
   */
  public S3Fetcher(
      S3Place place,
      BucketItems items,
      BucketCheck check,
      int streams,
      Duration patience,
      Executor executor) {
    this.place = place;
    this.items = items;
    this.check = check;
    this.streams = streams;
    this.patience = patience;
    this.executor = executor;
  }

  @Override
  public String transport() {
    return place.transport();
  }

  @Override
  public Optional<String> unavailable() {
    return check.problem();
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    String key = place.key(items, task.order());
    // Whoever replaces the object meanwhile ends the fetch: ranges of two contents don't mix.
    AtomicReference<String> version = new AtomicReference<>();
    new RangedFetch(
            task,
            source ->
                new S3RangeConnection(items, key, task.order().sha256(), place.missing(), version),
            buffers,
            patience,
            streams,
            0)
        .run(executor);
  }

  /**
   * What lies in the bucket under a hash that it doesn't have must not be found there again. Chunks
   * of an earlier attempt may be wrong by this disk's doing: then the object, which others may be
   * fetching, is not accused.
   */
  @Override
  public boolean mend(FetchTask task) throws FetchFailure {
    if (place == S3Place.RELAY && !task.partial().resumed()) {
      String key = place.key(items, task.order());
      try {
        items.client().deleteObject(request -> request.bucket(items.bucket()).key(key));
      } catch (SdkException e) {
        LOG.warn("{} has another hash and can't be removed: {}", items.url(key), e.getMessage());
      }
    }
    return false;
  }
}
