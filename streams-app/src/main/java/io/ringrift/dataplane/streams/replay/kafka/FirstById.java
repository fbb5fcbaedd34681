package io.ringrift.dataplane.streams.replay.kafka;

import java.util.List;
import java.util.TreeMap;

/** The first so many of what is added in any order, by id. Safe for use by many threads. */
final class FirstById<V> {

  private final int limit;
  private final TreeMap<String, V> first = new TreeMap<>();
  private boolean truncated;

  FirstById(int limit) {
    this.limit = limit;
  }

  synchronized void add(String id, V value) {
    first.put(id, value);
    if (first.size() > limit) {
      first.pollLastEntry();
      truncated = true;
    }
  }

  synchronized List<V> values() {
    return List.copyOf(first.values());
  }

  /** Whether there are more. */
  synchronized boolean truncated() {
    return truncated;
  }
}
