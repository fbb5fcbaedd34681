package io.ringrift.dataplane.streams.replay.kafka;

import java.util.Arrays;

/**
 * A range of keys in the order of their bytes.
 *
 * @param from the first key; null: from the beginning
 * @param to the first key after it; null: to the end
 */
record RowRange(byte[] from, byte[] to) {

  /** Every key. */
  static final RowRange ALL = new RowRange(null, null);

  boolean endsBefore(byte[] key) {
    return to != null && Arrays.compareUnsigned(key, to) >= 0;
  }
}
