package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.AppendLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest epoch seen for each item at this node. Lower ones are refused, across restarts too:
 * an order that was delayed somewhere must not undo a later one. Thread-safe.
 */
public final class EpochFence implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(EpochFence.class);

  /**
   * Epochs are milliseconds of the clock, so a larger one is none until the year 2286, but two that
   * run together: believed, it would refuse all that is ordered for its item.
   */
  private static final long TOO_LARGE = 10_000_000_000_000L;

  /** The file is rewritten when it has this many lines more than twice the items. */
  private static final int SLACK_LINES = 10_000;

  private final AppendLog log;
  private final Map<String, Long> highest = new HashMap<>();
  private int skipped;

  private EpochFence(AppendLog log) {
    this.log = log;
  }

  public static EpochFence open(Path file) throws IOException {
    EpochFence fence = new EpochFence(new AppendLog(file));
    fence.log.replay(fence::replay);
    if (fence.skipped > 0) {
      LOG.warn("{}: {} damaged lines skipped, their epochs are forgotten", file, fence.skipped);
    }
    fence.compact();
    return fence;
  }

  /**
   * Remembers the epoch, durably, before anything is done in its name.
   *
   * @return the highest epoch seen: larger than {@code epoch} if the order is superseded
   */
  public synchronized long pass(String itemId, long epoch) throws IOException {
    long seen = highest.getOrDefault(itemId, -1L);
    if (epoch > seen) {
      log.append(epoch + " " + itemId, true);
      highest.put(itemId, epoch);
      if (log.appended() > 2L * highest.size() + SLACK_LINES) {
        compact();
      }
      return epoch;
    }
    return seen;
  }

  @Override
  public synchronized void close() throws IOException {
    log.close();
  }

  private void compact() throws IOException {
    log.rewrite(highest.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()));
  }

  /** A damaged line costs the fence of its item, not the start of the agent. */
  private void replay(String line) {
    int space = line.indexOf(' ');
    long epoch = space < 0 ? -1 : epoch(line.substring(0, space));
    if (epoch < 0 || space + 1 == line.length()) {
      skipped++;
      return;
    }
    highest.merge(line.substring(space + 1), epoch, Math::max);
  }

  /** Below 0: it can't be one. */
  private static long epoch(String digits) {
    try {
      long epoch = Long.parseLong(digits);
      return epoch < TOO_LARGE ? epoch : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
