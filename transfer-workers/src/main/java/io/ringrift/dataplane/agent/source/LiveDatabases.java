package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.database.DatabaseStamp;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases that somebody may write to: decides when each is copied. That is once it has been quiet
 * for a while, which a self-play run that ended is, and at an interval while it is not. Copies are
 * made one at a time.
 */
public final class LiveDatabases implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveDatabases.class);

  /** Between tries to copy one that could not be copied. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final DataRoot root;
  private final HoldingIndex index;
  private final SnapshotPolicy policy;
  private final Snapshots snapshots;
  private final OldSnapshots old;
  private final Clock clock;
  private final Map<String, Waiting> waiting = new HashMap<>();
  private final Map<String, String> reasons = new TreeMap<>();
  private final ExecutorService lane =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "snapshots");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param since when it was first seen to differ from its snapshot
   * @param notBefore when to try again
   */
  private record Waiting(ItemName name, Instant since, Instant notBefore, boolean queued) {}

  /** What the agent lends: its disk, and the rate of its scans. */
  public record Means(Room room, TokenBucket rate) {}

  public LiveDatabases(
      DataRoot root,
      HoldingIndex index,
      SnapshotPolicy policy,
      Means means,
      OldSnapshots old,
      Clock clock) {
    this.root = root;
    this.index = index;
    this.policy = policy;
    this.old = old;
    this.clock = clock;
    this.snapshots = new Snapshots(root, index, means.room(), policy.table(), means.rate(), old);
  }

  /** Whether this file is to be registered by snapshot. */
  boolean concerns(ItemName name) {
    return name.kind() == ItemKind.GAME && policy.enabled();
  }

  /** A look at a database; copies it if that is due. */
  void look(ItemName name) throws IOException {
    DatabaseStamp stamp;
    try {
      stamp = DatabaseStamp.of(root.locate(name));
    } catch (NoSuchFileException e) {
      return;
    }
    Holding known = index.find(name.itemId()).filter(Holding::present).orElse(null);
    Snapshot snapshot = known == null ? null : known.content().snapshot();
    if (snapshot != null && snapshot.live().equals(stamp)) {
      forget(name.itemId());
      return;
    }
    if (known != null && snapshot == null) {
      // Received or read in place, and written to since: its bytes are gone.
      index.absent(name);
    }
    consider(name, stamp);
  }

  private synchronized void consider(ItemName name, DatabaseStamp stamp) {
    Instant now = clock.instant();
    Waiting state =
        waiting.computeIfAbsent(name.itemId(), id -> new Waiting(name, now, Instant.MIN, false));
    boolean quiet = !stamp.modified().isAfter(now.minus(policy.quiet()));
    boolean late = !state.since().isAfter(now.minus(policy.interval()));
    if (state.queued() || now.isBefore(state.notBefore())) {
      return;
    }
    if (!quiet && !late) {
      reasons.put(name.itemId(), "it is being written to");
      return;
    }
    try {
      waiting.put(name.itemId(), new Waiting(name, state.since(), state.notBefore(), true));
      lane.execute(() -> take(name));
    } catch (RejectedExecutionException e) {
      waiting.remove(name.itemId());
    }
  }

  private void take(ItemName name) {
    String reason;
    try {
      reason = snapshots.take(name);
    } catch (NoSuchFileException e) {
      reason = null;
    } catch (IOException | RuntimeException e) {
      reason = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (this) {
      if (reason == null) {
        forget(name.itemId());
        return;
      }
      if (!reason.equals(reasons.put(name.itemId(), reason))) {
        LOG.warn("no snapshot of {} yet: {}", name.itemId(), reason);
      }
      Waiting state = waiting.get(name.itemId());
      Instant since = state == null ? clock.instant() : state.since();
      waiting.put(name.itemId(), new Waiting(name, since, clock.instant().plus(RETRY), false));
    }
  }

  /** Looks again at those that wait: one that falls quiet changes no folder. */
  void lookAgain() {
    List<Waiting> all;
    synchronized (this) {
      all = new ArrayList<>(waiting.values());
    }
    for (Waiting state : all) {
      try {
        if (!state.queued()) {
          look(state.name());
        }
      } catch (IOException e) {
        LOG.warn("{} can't be looked at: {}", state.name().itemId(), e.toString());
      }
    }
    old.sweep();
  }

  /** The database is gone. */
  void gone(Holding holding) {
    forget(holding.name().itemId());
    old.retire(holding, null);
  }

  /** Databases that differ from what is registered of them, or of which nothing is yet, and why. */
  synchronized Map<String, String> reasons() {
    return new TreeMap<>(reasons);
  }

  private synchronized void forget(String itemId) {
    waiting.remove(itemId);
    reasons.remove(itemId);
  }

  @Override
  public void close() {
    lane.shutdownNow();
    try {
      lane.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
