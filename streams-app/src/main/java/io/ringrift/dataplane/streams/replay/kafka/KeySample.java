package io.ringrift.dataplane.streams.replay.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Some of the keys that were written, evenly over all of them, to cut a store into ranges that are
 * about equally large. Bounded: when it is full every second key goes, and half as many come. Safe
 * for use by many threads.
 */
final class KeySample {

  private static final int MOST = 1024;

  private final List<byte[]> keys = new ArrayList<>();
  private long every = 1;
  private long written;

  /** Takes note of a key that was written. */
  synchronized void written(byte[] key) {
    if (++written % every != 0) {
      return;
    }
    keys.add(key);
    if (keys.size() == MOST) {
      for (int kept = 0; kept < MOST / 2; kept++) {
        keys.set(kept, keys.get(2 * kept + 1));
      }
      keys.subList(MOST / 2, MOST).clear();
      every *= 2;
    }
  }

  /**
   * Ranges that together cover all keys, in their order.
   *
   * @param most how many; fewer while few keys were written
   */
  synchronized List<RowRange> ranges(int most) {
    SortedSet<byte[]> sorted = new TreeSet<>(Arrays::compareUnsigned);
    sorted.addAll(keys);
    List<byte[]> distinct = List.copyOf(sorted);
    int count = Math.min(most, distinct.size() + 1);
    List<RowRange> ranges = new ArrayList<>();
    byte[] from = null;
    for (int i = 1; i < count; i++) {
      byte[] to = distinct.get((int) ((long) i * distinct.size() / count));
      ranges.add(new RowRange(from, to));
      from = to;
    }
    ranges.add(new RowRange(from, null));
    return ranges;
  }
}
