package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Everything the items stage finds by range: one store, one leading byte for each kind of entry.
 *
 * <pre>
 *   N node 0 item          which items a node holds or held
 *   W priority created op  waiting operations, most urgent and oldest first
 *   H target 0 op          operations held until their target changes
 *   T due op               when an operation is looked at again
 *   S node                 how far a changed node's items and held operations are worked off
 *   C priority             how many operations of a priority are on its topic, not started
 * </pre>
 *
 * <p>Entries of operations follow from the operation alone, so {@link #moved} keeps them right for
 * any change of it, and nothing else may write them.
 */
final class ItemsIndex {

  /** No id contains it: ids with control characters are refused where records enter. */
  static final char SEPARATOR = '\0';

  private static final byte[] EMPTY = {};

  private final KeyValueStore<byte[], byte[]> store;

  ItemsIndex(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  // ---- items by node

  void addItem(String nodeId, String itemId) {
    store.put(text('N', nodeId + SEPARATOR + itemId), EMPTY);
  }

  /** Up to {@code limit} items of the node after {@code after} (empty: from the first). */
  List<String> items(String nodeId, String after, int limit) {
    return names('N', nodeId, after, limit);
  }

  // ---- operations

  /** Brings all entries of an operation in line with its change; null: not there. */
  void moved(Operation before, Operation after) {
    replace(timer(before), timer(after));
    replace(waiting(before), waiting(after));
    replace(held(before), held(after));
    count(before, -1);
    count(after, 1);
  }

  private void replace(byte[] before, byte[] after) {
    if (before != null && !java.util.Arrays.equals(before, after)) {
      store.delete(before);
    }
    if (after != null && !java.util.Arrays.equals(before, after)) {
      store.put(after, EMPTY);
    }
  }

  private static byte[] timer(Operation op) {
    return op == null || op.dueAt() == null
        ? null
        : numbered('T', op.dueAt().toEpochMilli(), op.operationId());
  }

  private static byte[] waiting(Operation op) {
    if (op == null || op.state() != OperationState.WAITING || op.dueAt() != null) {
      return null;
    }
    byte[] id = op.operationId().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + Long.BYTES + id.length)
        .put((byte) 'W')
        .put((byte) op.priority().ordinal())
        .putLong(op.createdAt().toEpochMilli())
        .put(id)
        .array();
  }

  private static byte[] held(Operation op) {
    return op == null || op.state() != OperationState.WAITING || op.dueAt() == null
        ? null
        : text('H', op.targetNode() + SEPARATOR + op.operationId());
  }

  private void count(Operation op, int change) {
    if (op != null && op.state() == OperationState.QUEUED) {
      byte[] key = {'C', (byte) op.priority().ordinal()};
      store.put(key, number(Math.max(0, queued(op.priority()) + change)));
    }
  }

  /** Operations of the priority on its topic and not started, of this task. */
  long queued(Priority priority) {
    byte[] value = store.get(new byte[] {'C', (byte) priority.ordinal()});
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  /** The oldest waiting operation of the priority; null when none waits. */
  String firstWaiting(Priority priority) {
    byte[] from = {'W', (byte) priority.ordinal()};
    byte[] to = {'W', (byte) (priority.ordinal() + 1)};
    try (KeyValueIterator<byte[], byte[]> range = store.range(from, to)) {
      return range.hasNext() ? name(range.next().key, 2 + Long.BYTES) : null;
    }
  }

  /** Up to {@code limit} operations whose time has come, the longest due first. */
  List<String> due(Instant now, int limit) {
    List<String> due = new ArrayList<>();
    byte[] from = {'T'};
    byte[] to = numbered('T', now.toEpochMilli() + 1, "");
    try (KeyValueIterator<byte[], byte[]> range = store.range(from, to)) {
      while (range.hasNext() && due.size() < limit) {
        due.add(name(range.next().key, 1 + Long.BYTES));
      }
    }
    return due;
  }

  /** Up to {@code limit} operations held for the target after {@code after}. */
  List<String> heldFor(String target, String after, int limit) {
    return names('H', target, after, limit);
  }

  // ---- scans of changed nodes

  void putScan(String nodeId, String cursor) {
    store.put(text('S', nodeId), cursor.getBytes(StandardCharsets.UTF_8));
  }

  void endScan(String nodeId) {
    store.delete(text('S', nodeId));
  }

  /** A node whose change is not worked off yet, with how far it is; null: none. */
  Scan nextScan() {
    try (KeyValueIterator<byte[], byte[]> range = store.range(new byte[] {'S'}, new byte[] {'T'})) {
      while (range.hasNext()) {
        org.apache.kafka.streams.KeyValue<byte[], byte[]> entry = range.next();
        if (entry.key[0] == 'S') {
          return new Scan(name(entry.key, 1), new String(entry.value, StandardCharsets.UTF_8));
        }
      }
      return null;
    }
  }

  record Scan(String nodeId, String cursor) {}

  // ---- keys

  private List<String> names(char kind, String owner, String after, int limit) {
    List<String> names = new ArrayList<>();
    byte[] from = text(kind, owner + SEPARATOR + after);
    byte[] to = text(kind, owner + (char) (SEPARATOR + 1));
    int prefix = 1 + owner.getBytes(StandardCharsets.UTF_8).length + 1;
    try (KeyValueIterator<byte[], byte[]> range = store.range(from, to)) {
      while (range.hasNext() && names.size() < limit) {
        String name = name(range.next().key, prefix);
        if (!name.equals(after)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static byte[] text(char kind, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + utf8.length).put((byte) kind).put(utf8).array();
  }

  private static byte[] numbered(char kind, long number, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + Long.BYTES + utf8.length)
        .put((byte) kind)
        .putLong(number)
        .put(utf8)
        .array();
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static String name(byte[] key, int from) {
    return new String(key, from, key.length - from, StandardCharsets.UTF_8);
  }
}
