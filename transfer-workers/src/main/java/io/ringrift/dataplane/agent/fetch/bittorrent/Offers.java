package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.source.FileStamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The swarms that this node can begin: hashes the pieces of a file when it is first asked for, once
 * for all who ask, and remembers them of the last {@value #REMEMBERED} contents. Thread-safe.
 */
public final class Offers {
  private static final int REMEMBERED = 100;

  private final Seeds seeds;
  private final Executor executor;
  private final Map<String, Offer> bySha256 =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Offer> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Offer(
      FileStamp stamp, AtomicLong hashedBytes, CompletableFuture<Metainfo> metainfo) {}

  /**
   * How far it is.
   *
   * @param metainfo null: not yet
   */
  public record Readiness(long hashedBytes, Metainfo metainfo) {}

  /**
   * @param executor hashes
   */
  Offers(Seeds seeds, Executor executor) {
    this.seeds = seeds;
    this.executor = executor;
  }

  /**
   * The swarm of a file that is here; it can be joined once its metainfo is returned.
   *
   * @param file holds the content, and was hashed as {@code stamp}
   * @param patience how long to wait for that
   * @throws IOException if it can't be given; says why
   */
  public Readiness of(String sha256, Path file, FileStamp stamp, Duration patience)
      throws IOException, InterruptedException {
    Offer offer = offer(sha256, file, stamp);
    try {
      Metainfo metainfo = offer.metainfo().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      seeds.open(metainfo, file, stamp);
      return new Readiness(metainfo.sizeBytes(), metainfo);
    } catch (TimeoutException e) {
      return new Readiness(offer.hashedBytes().get(), null);
    } catch (ExecutionException e) {
      drop(sha256, offer);
      throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
    }
  }

  private synchronized Offer offer(String sha256, Path file, FileStamp stamp) {
    Offer there = bySha256.get(sha256);
    if (there != null && there.stamp().equals(stamp)) {
      return there;
    }
    AtomicLong hashed = new AtomicLong();
    Offer offer =
        new Offer(
            stamp,
            hashed,
            CompletableFuture.supplyAsync(() -> hash(sha256, file, stamp, hashed), executor));
    bySha256.put(sha256, offer);
    return offer;
  }

  private synchronized void drop(String sha256, Offer offer) {
    bySha256.remove(sha256, offer);
  }

  private static Metainfo hash(String sha256, Path file, FileStamp stamp, AtomicLong hashed) {
    try (FileChannel channel = FileChannel.open(file)) {
      return Metainfo.of(channel, sha256, stamp.size(), hashed::set);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
