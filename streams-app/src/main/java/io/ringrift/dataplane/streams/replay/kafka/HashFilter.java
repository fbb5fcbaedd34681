package io.ringrift.dataplane.streams.replay.kafka;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which hashes were added, or more than these: a few percent of all others while there are less
 * than a million. Two MiB; safe for use by many threads.
 */
final class HashFilter {

  private static final int BITS = 24;

  private final AtomicLongArray words = new AtomicLongArray((1 << BITS) / Long.SIZE);

  void add(int hash) {
    int bit = hash >>> Integer.SIZE - BITS;
    words.accumulateAndGet(bit / Long.SIZE, 1L << bit, (word, mask) -> word | mask);
  }

  boolean mayHold(int hash) {
    int bit = hash >>> Integer.SIZE - BITS;
    return (words.get(bit / Long.SIZE) & 1L << bit) != 0;
  }
}
