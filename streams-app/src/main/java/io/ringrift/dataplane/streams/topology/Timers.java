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
 * <p>A timer that was worked off leaves a tombstone until the store is compacted, and a scan from
 * the first possible time would step over every one of them, so the scan starts where the last one
 * found its first.
 */
final class Timers {

  private static final byte[] EMPTY = {};

  private final KeyValueStore<byte[], byte[]> store;
  private final byte kind;

  /** No timer is earlier; milliseconds. */
  private long from;

  Timers(KeyValueStore<byte[], byte[]> store, char kind) {
    this.store = store;
    this.kind = (byte) kind;
  }

  void put(Instant at, String name) {
    from = Math.min(from, at.toEpochMilli());
    store.put(key(at.toEpochMilli(), name), EMPTY);
  }

  void drop(Instant at, String name) {
    store.delete(key(at.toEpochMilli(), name));
  }

  /** Up to {@code limit} timers whose time has come, the longest due first; they stay. */
  List<Due> due(Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    long to = now.toEpochMilli() + 1;
    try (KeyValueIterator<byte[], byte[]> range = store.range(key(from, ""), key(to, ""))) {
      while (range.hasNext() && due.size() < limit) {
        byte[] key = range.next().key;
        Instant at = Instant.ofEpochMilli(ByteBuffer.wrap(key, 1, Long.BYTES).getLong());
        int start = 1 + Long.BYTES;
        due.add(new Due(at, new String(key, start, key.length - start, StandardCharsets.UTF_8)));
      }
    }
    from = due.isEmpty() ? to : due.get(0).at().toEpochMilli();
    return due;
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
