package io.ringrift.dataplane.streams.topology;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many loose events were taken and refused, since the start of this process. */
public final class IntakeCounters {

  /** Which way an event came. */
  public enum Way {
    TOPIC,
    HTTP
  }

  /**
   * What is counted apart.
   *
   * @param what the event's name if it was taken, else the error code
   */
  public record Key(Way way, boolean taken, String what) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byWay = way.compareTo(other.way);
      int byResult = byWay != 0 ? byWay : Boolean.compare(other.taken, taken);
      return byResult != 0 ? byResult : what.compareTo(other.what);
    }
  }

  private final ConcurrentMap<Key, AtomicLong> counts = new ConcurrentHashMap<>();

  /** Counts one event that was published, by its name. */
  public void taken(Way way, String event) {
    add(new Key(way, true, event));
  }

  /** Counts one event that was refused, by the code. */
  public void refused(Way way, String code) {
    add(new Key(way, false, code));
  }

  /** A copy, sorted. */
  public Map<Key, Long> counts() {
    Map<Key, Long> copy = new TreeMap<>();
    counts.forEach((key, count) -> copy.put(key, count.get()));
    return copy;
  }

  private void add(Key key) {
    counts.computeIfAbsent(key, unused -> new AtomicLong()).incrementAndGet();
  }
}
