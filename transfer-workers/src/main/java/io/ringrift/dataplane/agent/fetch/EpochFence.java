package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.AppendLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The highest epoch seen for each item at this node. Lower ones are refused, across restarts too:
 * an order that was delayed somewhere must not undo a later one. Thread-safe.
 */
public final class EpochFence implements Closeable {
  /** The file is rewritten when it has this many lines more than twice the items. */
  private static final int SLACK_LINES = 10_000;

  private final AppendLog log;
  private final Map<String, Long> highest = new HashMap<>();

  private EpochFence(AppendLog log) {
    this.log = log;
  }

  public static EpochFence open(Path file) throws IOException {
    EpochFence fence = new EpochFence(new AppendLog(file));
    fence.log.replay(fence::replay);
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

  private void replay(String line) {
    int space = line.indexOf(' ');
    if (space > 0 && line.substring(0, space).chars().allMatch(Character::isDigit)) {
      highest.merge(line.substring(space + 1), Long.parseLong(line.substring(0, space)), Math::max);
    }
  }
}
