package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PullSource;
import io.ringrift.dataplane.agent.source.ChunkHashes;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one source after the other for the hashes of the chunks, until one gives a list. As long as
 * there is one source only, nobody is asked: a list costs the source a look at the whole file.
 */
final class ListRequest implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ListRequest.class);
  private static final long LOOK_MILLIS = 100;

  /** The least that a hard disk reads in a row while it does other things. */
  private static final long SLOW_DISK_BYTES_A_SECOND = 50_000_000;

  private final FetchTask task;
  private final Function<PullSource, RangeConnection> connect;
  private final Duration patience;
  private final Set<PullSource> withoutList = new HashSet<>();
  private final Map<PullSource, Long> busySince = new HashMap<>();
  private volatile boolean over;

  /**
   * @param patience with a source that is making its list, before the next is asked
   */
  ListRequest(FetchTask task, Function<PullSource, RangeConnection> connect, Duration patience) {
    this.task = task;
    this.connect = connect;
    this.patience = patience;
  }

  /** Waits for a second source, then for a list, until {@link #end}. */
  @Override
  public void run() {
    try {
      while (!over && task.sources().list().isEmpty()) {
        if (!task.sources().several() || !ask()) {
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      // The fetch was cancelled: nobody needs the list.
    }
  }

  /** The fetch has ended. */
  synchronized void end() {
    over = true;
  }

  /** Asks until there is a list, or nobody is left who may have one. */
  boolean await() throws InterruptedException {
    while (!ask()) {
      if (task.sources().remaining().stream().allMatch(this::hasNone)) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }

  private boolean hasNone(PullSource source) {
    return source.receiving() || withoutList.contains(source) || busyTooLong(source);
  }

  /** For longer than it takes to look at the whole file on a slow disk. */
  private boolean busyTooLong(PullSource source) {
    Long since = busySince.get(source);
    long makingSeconds = task.order().sizeBytes() / SLOW_DISK_BYTES_A_SECOND;
    return since != null
        && System.nanoTime() - since > patience.plusSeconds(makingSeconds).toNanos();
  }

  /** Asks those of whom it isn't known that they have none; returns whether there is a list. */
  private boolean ask() throws InterruptedException {
    for (PullSource source : task.sources().remaining()) {
      if (withoutList.contains(source) || source.receiving()) {
        continue;
      }
      Optional<ChunkHashes> list = ask(source);
      if (list.isPresent()) {
        return believe(source, list.get());
      }
      // One that is making its list will soon have it: no need to have another make it, too.
      Long since = busySince.get(source);
      if (since != null && System.nanoTime() - since < patience.toNanos()) {
        return false;
      }
    }
    return false;
  }

  /** A list that comes when the fetch has ended would be proven by nothing. */
  private synchronized boolean believe(PullSource source, ChunkHashes list) {
    if (!over) {
      LOG.info(
          "pull {}: chunks are checked with the list of {}",
          task.order().operationId(),
          source.node());
      task.sources().believe(source, list);
    }
    return !over;
  }

  private Optional<ChunkHashes> ask(PullSource source) throws InterruptedException {
    try (RangeConnection connection = connect.apply(source)) {
      task.closeOnCancel(connection);
      try {
        return Optional.of(read(source, connection));
      } finally {
        task.leave(connection);
      }
    } catch (SourceBusyException e) {
      busySince.putIfAbsent(source, System.nanoTime());
    } catch (IOException | FetchFailure | IllegalArgumentException e) {
      task.throwIfCancelled();
      LOG.info("{} gives no list of chunk hashes: {}", source, e.getMessage());
      withoutList.add(source);
    }
    return Optional.empty();
  }

  private ChunkHashes read(PullSource source, RangeConnection connection)
      throws IOException, FetchFailure {
    long size = task.order().sizeBytes();
    byte[] hashes = ChunkAnswer.read(task, source, connection, ChunkHashes.length(size));
    return new ChunkHashes(hashes, size);
  }
}
