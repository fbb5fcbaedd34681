package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.Fetcher;
import io.ringrift.dataplane.agent.fetch.Pusher;
import io.ringrift.dataplane.agent.fetch.s3.Deposit;
import io.ringrift.dataplane.agent.fetch.s3.Relays;
import io.ringrift.dataplane.agent.fetch.s3.S3Fetcher;
import io.ringrift.dataplane.agent.fetch.s3.S3Place;
import io.ringrift.dataplane.agent.fetch.s3.S3Pusher;
import io.ringrift.dataplane.agent.fetch.s3.S3RelayPusher;
import io.ringrift.dataplane.agent.fetch.s3.Uploads;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.source.DataRoot;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The transport s3 at one node: items from the bucket and into it, and from host to host by way of
 * it.
 */
final class BucketTransport implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(BucketTransport.class);
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final S3Client client;
  private final BucketCheck check;
  private final Uploads uploads;
  private final Relays relays;
  private final List<Fetcher> fetchers;
  private final List<Pusher> pushers;

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
    this.relays = new Relays(items, root.ownFolder().resolve("relays"));
    Deposit deposit = new Deposit(items, uploads, network.streams(), threads);
    this.fetchers =
        Stream.of(S3Place.values())
            .map(
                place ->
                    (Fetcher)
                        new S3Fetcher(
                            place, items, check, network.streams(), network.patience(), threads))
            .toList();
    this.pushers = List.of(new S3Pusher(check, deposit), new S3RelayPusher(check, deposit, relays));
  }

  /**
   * Looks at the bucket now and then, and gives up each hour what is idle since {@code before}.
   *
   * @param keep whether the content of this hash is to be kept
   */
  void start(Supplier<Instant> before, Predicate<String> keep) {
    check.start(timer, LOOK);
    timer.scheduleWithFixedDelay(() -> sweepIfPossible(before.get(), keep), 0, 1, TimeUnit.HOURS);
  }

  private void sweepIfPossible(Instant before, Predicate<String> keep) {
    try {
      sweep(before, keep);
    } catch (IOException | RuntimeException e) {
      LOG.warn("what was begun in the bucket can't be given up yet: {}", e.toString());
    }
  }

  List<Fetcher> fetchers() {
    return fetchers;
  }

  List<Pusher> pushers() {
    return pushers;
  }

  /** Why the bucket can't be used; nothing if it can. */
  Optional<String> problem() {
    return check.problem();
  }

  /** Whether there are uploads, or things left for others, that are idle since {@code before}. */
  boolean idleSince(Instant before, Predicate<String> keep) throws IOException {
    return !uploads.idle(before, keep).isEmpty() || !relays.idle(before, keep).isEmpty();
  }

  /** Gives up what is idle since {@code before}; returns how many of it. */
  int sweep(Instant before, Predicate<String> keep) throws IOException {
    return uploads.sweep(before, keep) + relays.sweep(before, keep);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    client.close();
  }
}
