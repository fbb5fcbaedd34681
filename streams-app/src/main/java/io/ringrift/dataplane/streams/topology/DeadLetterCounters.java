package io.ringrift.dataplane.streams.topology;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many records each stage sent to dead letters, by error code, since the start of this process.
 * May count a record twice when it is read again after a failure; the topic itself has it once.
 */
public final class DeadLetterCounters {

  /** What is counted apart. */
  public record Key(String stage, String code) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byStage = stage.compareTo(other.stage);
      return byStage != 0 ? byStage : code.compareTo(other.code);
    }
  }

  private final ConcurrentMap<Key, AtomicLong> counts = new ConcurrentHashMap<>();

  /** Counts one more; gives the count so far. */
  long add(String stage, String code) {
    return counts
        .computeIfAbsent(new Key(stage, code), unused -> new AtomicLong())
        .incrementAndGet();
  }

  /** A copy, sorted. */
  public Map<Key, Long> counts() {
    Map<Key, Long> copy = new TreeMap<>();
    counts.forEach((key, count) -> copy.put(key, count.get()));
    return copy;
  }
}
