package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.s3.S3Fetcher;
import io.ringrift.dataplane.agent.fetch.s3.S3Pusher;
import io.ringrift.dataplane.agent.fetch.s3.Uploads;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.source.DataRoot;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;

/** Both ways of the transport s3 at one node: items from the bucket, and into it. */
final class BucketTransport implements Closeable {
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final S3Client client;
  private final BucketCheck check;
  private final Uploads uploads;
  private final S3Fetcher fetcher;
  private final S3Pusher pusher;

  /** Its own: a server that doesn't answer holds up nothing else. */
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "bucket");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param threads run what is under way
   */
  BucketTransport(AgentConfig config, DataRoot root, ExecutorService threads) throws IOException {
    AgentConfig.Bucket bucket = config.bucket();
    AgentConfig.Network network = config.network();
    this.client = bucket.connection().open();
    BucketItems items = new BucketItems(client, bucket.name(), bucket.prefix(), bucket.folders());
    this.check = new BucketCheck(items);
    this.uploads = new Uploads(items, root.ownFolder().resolve("uploads"));
    this.fetcher = new S3Fetcher(items, check, network.streams(), network.patience(), threads);
    this.pusher = new S3Pusher(items, check, uploads, network.streams(), threads);
  }

  void start() {
    check.start(timer, LOOK);
  }

  S3Fetcher fetcher() {
    return fetcher;
  }

  S3Pusher pusher() {
    return pusher;
  }

  /** Why the bucket can't be used; nothing if it can. */
  Optional<String> problem() {
    return check.problem();
  }

  /** Whether there are uploads to which nothing was added since {@code before}. */
  boolean idleSince(Instant before, Predicate<String> keep) throws IOException {
    return !uploads.idle(before, keep).isEmpty();
  }

  /** Gives up uploads to which nothing was added since {@code before}; returns how many. */
  int sweep(Instant before, Predicate<String> keep) throws IOException {
    return uploads.sweep(before, keep);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.close();
  }
}
