package io.ringrift.dataplane.streams.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Names that come up at a time: entries {@code kind time name} of a store that is read by range.
 *
 * <p>A timer that was dropped leaves a tombstone until the store is compacted, and a seek steps
 * over all that lie before the next live entry. Most timers are dropped long before their time, so
 * the store is only asked once the earliest timer it may hold has come, and from there on.
 */
final class Timers {

  private static final byte[] EMPTY = {};

  private final KeyValueStore<byte[], byte[]> store;
  private final byte kind;

  /** No timer is earlier; milliseconds. */
  private long earliest;

  Timers(KeyValueStore<byte[], byte[]> store, char kind) {
    this.store = store;
    this.kind = (byte) kind;
  }

  void put(Instant at, String name) {
    earliest = Math.min(earliest, at.toEpochMilli());
    store.put(key(at.toEpochMilli(), name), EMPTY);
  }

  void drop(Instant at, String name) {
    store.delete(key(at.toEpochMilli(), name));
  }

  /** Up to {@code limit} timers whose time has come, the longest due first; they stay. */
  List<Due> due(Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    if (now.toEpochMilli() < earliest) {
      return due;
    }
    try (KeyValueIterator<byte[], byte[]> range =
        store.range(key(earliest, ""), key(Long.MAX_VALUE, ""))) {
      Due next = next(range);
      earliest = next == null ? Long.MAX_VALUE : next.at().toEpochMilli();
      while (next != null && !next.at().isAfter(now) && due.size() < limit) {
        due.add(next);
        next = next(range);
      }
    }
    return due;
  }

  private static Due next(KeyValueIterator<byte[], byte[]> range) {
    if (!range.hasNext()) {
      return null;
    }
    byte[] key = range.next().key;
    int start = 1 + Long.BYTES;
    return new Due(
        Instant.ofEpochMilli(ByteBuffer.wrap(key, 1, Long.BYTES).getLong()),
        new String(key, start, key.length - start, StandardCharsets.UTF_8));
  }

  record Due(Instant at, String name) {}

  private byte[] key(long time, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Long.BYTES + utf8.length)
        .put(kind)
        .putLong(Math.max(0, time))
        .put(utf8)
        .array();
  }
}
