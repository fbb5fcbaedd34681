package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.schedule.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
 *   U target               how many transfers of priority NORMAL to the target are not ended
 *   O                      how many repairs are open
 *   R item                 items whose repair waits until fewer are open
 *   P scope:subject        what was last said of the pressure there
 *   B type                 how many items should be backed up, and how many are
 *   E time item            when a removal that was ordered is over, done or not
 *   L source 0 target ...  how transfers went, by transport ({@link LinkEntries})
 *   G, K                   what nodes give and get, and who waits for it ({@link PlaceEntries})
 * </pre>
 *
 * <p>Entries of operations follow from the operation alone, so {@link #moved} keeps them right for
 * any change of it, and nothing else may write them.
 */
final class ItemsIndex {

  /** No id contains it: ids with control characters are refused where records enter. */
  static final char SEPARATOR = '\0';

  private static final byte[] EMPTY = {};
  private static final byte[] REPAIRS = {'O'};

  private final KeyValueStore<byte[], byte[]> store;
  private final Timers timers;
  private final NodeScans scans;

  /** A key that no item whose repair was put off is before, as with {@link #firstWaiting}. */
  private byte[] firstPutOff = {'R'};

  /** By priority, what {@link #queued} says; the store is asked once. */
  private final long[] queued = new long[Priority.values().length];

  /**
   * By priority, a key that no waiting operation is before, so that no scan steps over the
   * tombstones of those that were emitted; null: none waits.
   */
  private final byte[][] firstWaiting = new byte[Priority.values().length][];

  ItemsIndex(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    timers = new Timers(store, 'T');
    scans = new NodeScans(store);
    for (Priority priority : Priority.values()) {
      byte[] count = store.get(countKey(priority));
      queued[priority.ordinal()] = count == null ? 0 : ByteBuffer.wrap(count).getLong();
      firstWaiting[priority.ordinal()] = new byte[] {'W', (byte) priority.ordinal()};
    }
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
    if (!Objects.equals(dueAt(before), dueAt(after))) {
      if (dueAt(before) != null) {
        timers.drop(before.dueAt(), before.operationId());
      }
      if (dueAt(after) != null) {
        timers.put(after.dueAt(), after.operationId());
      }
    }
    replace(waiting(before), waiting(after));
    if (after != null && waiting(after) != null) {
      byte[] key = waiting(after);
      byte[] first = firstWaiting[after.priority().ordinal()];
      if (first == null || Arrays.compareUnsigned(key, first) < 0) {
        firstWaiting[after.priority().ordinal()] = key;
      }
    }
    replace(held(before), held(after));
    count(before, -1);
    count(after, 1);
    underWay(before, -1);
    underWay(after, 1);
    repairs(before, -1);
    repairs(after, 1);
  }

  private void replace(byte[] before, byte[] after) {
    if (before != null && !Arrays.equals(before, after)) {
      store.delete(before);
    }
    if (after != null && !Arrays.equals(before, after)) {
      store.put(after, EMPTY);
    }
  }

  private static Instant dueAt(Operation op) {
    return op == null ? null : op.dueAt();
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
    boolean inLine = Place.waitedForBy(op).isPresent();
    return inLine || op == null || op.state() != OperationState.WAITING || op.dueAt() == null
        ? null
        : text('H', op.targetNode() + SEPARATOR + op.operationId());
  }

  private void count(Operation op, int change) {
    if (op != null && op.state() == OperationState.QUEUED) {
      int priority = op.priority().ordinal();
      queued[priority] = Math.max(0, queued[priority] + change);
      store.put(countKey(op.priority()), number(queued[priority]));
    }
  }

  private static byte[] countKey(Priority priority) {
    return new byte[] {'C', (byte) priority.ordinal()};
  }

  private void underWay(Operation op, int change) {
    boolean counts =
        op != null
            && op.priority() == Priority.NORMAL
            && (op.state() == OperationState.QUEUED || op.state() == OperationState.RUNNING);
    if (counts) {
      byte[] key = text('U', op.targetNode());
      store.put(key, number(Math.max(0, underWay(op.targetNode()) + change)));
    }
  }

  private void repairs(Operation op, int change) {
    if (op != null && op.open() && op.operationType() == OperationType.REPLICATE) {
      store.put(REPAIRS, number(Math.max(0, repairs() + change)));
    }
  }

  /** Open repairs of this task. */
  long repairs() {
    return count(REPAIRS);
  }

  void putOff(String itemId) {
    byte[] key = putOffKey(itemId);
    if (firstPutOff == null || Arrays.compareUnsigned(key, firstPutOff) < 0) {
      firstPutOff = key;
    }
    store.put(key, EMPTY);
  }

  static byte[] putOffKey(String itemId) {
    return text('R', itemId);
  }

  /** Up to {@code limit} items whose repair was put off; they are no longer noted then. */
  List<String> takePutOff(int limit) {
    if (firstPutOff == null) {
      return List.of();
    }
    List<byte[]> keys = new ArrayList<>();
    byte[] to = {'R', (byte) 0xff}; // No byte of UTF-8 is 0xff.
    try (KeyValueIterator<byte[], byte[]> range = store.range(firstPutOff, to)) {
      while (range.hasNext() && keys.size() < limit) {
        keys.add(range.next().key);
      }
      firstPutOff = range.hasNext() ? range.peekNextKey() : null;
    }
    keys.forEach(store::delete);
    return keys.stream().map(key -> name(key, 1)).toList();
  }

  /** Operations on the topic of the priority, not started. */
  long queued(Priority priority) {
    return queued[priority.ordinal()];
  }

  /** Transfers of priority NORMAL to the target that are emitted and not ended, of this task. */
  long underWay(String target) {
    return count(text('U', target));
  }

  private long count(byte[] key) {
    byte[] value = store.get(key);
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  /** The oldest waiting operation of the priority; null when none waits. */
  String firstWaiting(Priority priority) {
    int p = priority.ordinal();
    if (firstWaiting[p] == null) {
      return null;
    }
    byte[] to = {'W', (byte) (p + 1)};
    try (KeyValueIterator<byte[], byte[]> range = store.range(firstWaiting[p], to)) {
      firstWaiting[p] = range.hasNext() ? range.next().key : null;
    }
    return firstWaiting[p] == null ? null : name(firstWaiting[p], 2 + Long.BYTES);
  }

  /** Up to {@code limit} whose time has come, the longest due first. */
  List<String> due(Instant now, int limit) {
    return timers.due(now, limit).stream().map(Timers.Due::name).toList();
  }

  /** Up to {@code limit} operations held for the target after {@code after}. */
  List<String> heldFor(String target, String after, int limit) {
    return names('H', target, after, limit);
  }

  void putPressure(String key, String word) {
    store.put(text('P', key), word.getBytes(StandardCharsets.UTF_8));
  }

  /** Every word, one a subject. */
  List<String> pressure() {
    List<String> words = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> range = store.range(new byte[] {'P'}, new byte[] {'Q'})) {
      while (range.hasNext()) {
        words.add(new String(range.next().value, StandardCharsets.UTF_8));
      }
    }
    return words;
  }

  NodeScans scans() {
    return scans;
  }

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

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static String name(byte[] key, int from) {
    return new String(key, from, key.length - from, StandardCharsets.UTF_8);
  }
}
