package io.ringrift.dataplane.agent.source;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files waiting to be read. Small and large ones have a thread each, so that a new export need not
 * wait behind a database of 89 GB; both share one rate.
 */
final class HashQueue implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(HashQueue.class);

  /** The largest NPZ files are of this size. */
  private static final long SMALL_BYTES = 512L << 20;

  /** How long a file that could not be read is left alone. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final ContentReader reader;
  private final HoldingIndex index;
  private final ExecutorService small = lane("hash-small");
  private final ExecutorService large = lane("hash-large");
  private final Set<String> waiting = new HashSet<>();
  private final Map<String, Long> failedUntil = new HashMap<>();

  HashQueue(ContentReader reader, HoldingIndex index) {
    this.reader = reader;
    this.index = index;
  }

  /** Files that wait or are being read. */
  synchronized int size() {
    return waiting.size();
  }

  synchronized boolean contains(ItemName name) {
    return waiting.contains(name.itemId());
  }

  /** Adds a file unless it waits already. */
  synchronized void add(ItemName name, FileStamp stamp) {
    Long until = failedUntil.get(name.itemId());
    if (until != null && System.nanoTime() - until < 0 || !waiting.add(name.itemId())) {
      return;
    }
    try {
      (stamp.size() <= SMALL_BYTES ? small : large).execute(() -> take(name, stamp));
    } catch (RejectedExecutionException e) {
      waiting.remove(name.itemId());
    }
  }

  @Override
  public void close() {
    small.shutdownNow();
    large.shutdownNow();
    try {
      small.awaitTermination(5, TimeUnit.SECONDS);
      large.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(ItemName name, FileStamp stamp) {
    try {
      Optional<Holding> known = index.find(name.itemId());
      if (known.isPresent() && known.get().describes(stamp)) {
        return;
      }
      Optional<Content> content = reader.read(name);
      if (content.isPresent()) {
        tell(index.present(name, content.get()));
      }
      succeeded(name);
    } catch (NoSuchFileException e) {
      LOG.debug("{} went while it waited", name.itemId());
    } catch (IOException e) {
      failed(name);
      LOG.warn("{} can't be read, next try in 30 s: {}", name.itemId(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed(name);
      LOG.error("reading {} broke, next try in 30 s", name.itemId(), e);
    } finally {
      done(name);
    }
  }

  private static void tell(Holding holding) {
    Content content = holding.content();
    if (content.validation() == Validation.INVALID) {
      LOG.warn(
          "{} is INVALID and will not be served: {}", holding.name().itemId(), content.evidence());
    } else {
      LOG.info(
          "{} is here: {} bytes, {}, sha256 {}{}",
          holding.name().itemId(),
          content.stamp().size(),
          content.validation(),
          content.sha256(),
          content.sampleCount() == null ? "" : ", " + content.sampleCount() + " samples");
    }
  }

  private synchronized void done(ItemName name) {
    waiting.remove(name.itemId());
  }

  private synchronized void succeeded(ItemName name) {
    failedUntil.remove(name.itemId());
  }

  private synchronized void failed(ItemName name) {
    failedUntil.put(name.itemId(), System.nanoTime() + RETRY_NANOS);
  }

  private static ExecutorService lane(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
