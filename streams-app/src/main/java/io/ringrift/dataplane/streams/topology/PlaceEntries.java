package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.schedule.Load;
import io.ringrift.dataplane.streams.schedule.Place;
import io.ringrift.dataplane.streams.schedule.Waiting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one task's operations take up at nodes, and which of them wait for room there: entries of
 * the items index, told to the {@link NodeRooms} of the process.
 *
 * <pre>
 *   G side node                          what operations take up there
 *   K side node 0 priority created op    operations in line for room there
 * </pre>
 */
final class PlaceEntries {

  private static final byte[] EMPTY = {};
  private static final byte LOAD = 'G';
  private static final byte LINE = 'K';
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::side).thenComparing(Place::nodeId);

  private record Line(Place place, Priority priority) {}

  private final KeyValueStore<byte[], byte[]> store;
  private final NodeRooms rooms;
  private final Map<Place, Load> loads = new HashMap<>();

  /** A key that none of the line is before; absent: nobody waits. */
  private final Map<Line, byte[]> first = new HashMap<>();

  /** Where operations of this task gave up room since it was last asked for. */
  private final Set<Place> freed = new HashSet<>();

  PlaceEntries(KeyValueStore<byte[], byte[]> store, NodeRooms rooms) {
    this.store = store;
    this.rooms = rooms;
    rooms.join(this);
    try (KeyValueIterator<byte[], byte[]> range =
        store.range(new byte[] {LOAD}, new byte[] {LOAD + 1})) {
      range.forEachRemaining(entry -> put(place(entry.key, entry.key.length), load(entry.value)));
    }
    findLines();
    waitedFor().forEach(this::tell);
  }

  /** One seek a line: what stands in it is not read. */
  private void findLines() {
    byte[] from = {LINE};
    byte[] to = {LINE + 1};
    while (from != null) {
      try (KeyValueIterator<byte[], byte[]> range = store.range(from, to)) {
        from = null;
        if (range.hasNext()) {
          byte[] key = range.next().key;
          Line line = line(key);
          first.put(line, key);
          from = lineKey(line, line.priority().ordinal() + 1);
        }
      }
    }
  }

  /** Brings all entries of an operation in line with its change; null: not there. */
  void moved(Operation before, Operation after) {
    List<Place> then = Place.takenBy(before);
    List<Place> now = Place.takenBy(after);
    if (!then.equals(now)) {
      then.forEach(place -> store(place, loadAt(place).minus(load(before))));
      now.forEach(place -> store(place, loadAt(place).plus(load(after))));
      then.stream().filter(place -> !now.contains(place)).forEach(freed::add);
    }
    byte[] was = lineKey(before);
    byte[] is = lineKey(after);
    if (!Arrays.equals(was, is)) {
      leave(was, before);
      enter(is, after);
    }
  }

  private void leave(byte[] key, Operation op) {
    if (key != null) {
      store.delete(key);
      tell(Place.waitedForBy(op).orElseThrow());
    }
  }

  private void enter(byte[] key, Operation op) {
    if (key != null) {
      store.put(key, EMPTY);
      Place place = Place.waitedForBy(op).orElseThrow();
      first.merge(
          new Line(place, op.priority()), key, (a, b) -> Arrays.compareUnsigned(a, b) <= 0 ? a : b);
      tell(place);
    }
  }

  /**
   * Whose turn it is at the place; empty: nobody waits, or it is the turn of another task.
   *
   * @param closed priorities of which none may go now
   */
  Optional<Waiting> next(Place place, Set<Priority> closed) {
    return rooms.next(this, place, closed);
  }

  /** Where operations of this task wait for room. */
  Set<Place> waitedFor() {
    Set<Place> places = new TreeSet<>(ORDER);
    first.keySet().forEach(line -> places.add(line.place()));
    return places;
  }

  /** Those of them where operations of this task gave up room since the last call. */
  Set<Place> takeFreed() {
    freed.removeIf(place -> !waitedFor(place));
    Set<Place> places = new TreeSet<>(ORDER);
    places.addAll(freed);
    freed.clear();
    return places;
  }

  private boolean waitedFor(Place place) {
    return Arrays.stream(Priority.values())
        .anyMatch(priority -> first.containsKey(new Line(place, priority)));
  }

  private void tell(Place place) {
    List<Waiting> heads = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      head(new Line(place, priority)).ifPresent(heads::add);
    }
    rooms.line(this, place, heads);
  }

  private Optional<Waiting> head(Line line) {
    byte[] from = first.get(line);
    if (from == null) {
      return Optional.empty();
    }
    byte[] to = lineKey(line, line.priority().ordinal() + 1);
    try (KeyValueIterator<byte[], byte[]> range = store.range(from, to)) {
      if (!range.hasNext()) {
        first.remove(line);
        return Optional.empty();
      }
      byte[] key = range.next().key;
      first.put(line, key);
      return Optional.of(waiting(line, key));
    }
  }

  /** The task runs elsewhere from now on. */
  void close() {
    rooms.remove(this);
  }

  // ---- loads

  private Load loadAt(Place place) {
    return loads.getOrDefault(place, Load.NONE);
  }

  private void store(Place place, Load load) {
    byte[] key = key(LOAD, place);
    if (load.transfers() == 0) {
      store.delete(key);
      put(place, Load.NONE);
    } else {
      store.put(
          key,
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(load.transfers())
              .putLong(load.bytes())
              .array());
      put(place, load);
    }
  }

  private void put(Place place, Load load) {
    loads.put(place, load);
    rooms.load(this, place, load);
  }

  private static Load load(Operation op) {
    return new Load(1, op.sizeBytes());
  }

  private static Load load(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    return new Load(buffer.getLong(), buffer.getLong());
  }

  // ---- keys

  private static byte[] lineKey(Operation op) {
    Optional<Place> place = Place.waitedForBy(op);
    if (place.isEmpty()) {
      return null;
    }
    byte[] start = lineKey(new Line(place.get(), op.priority()), op.priority().ordinal());
    byte[] id = op.operationId().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(start.length + Long.BYTES + id.length)
        .put(start)
        .putLong(op.createdAt().toEpochMilli())
        .put(id)
        .array();
  }

  private static byte[] lineKey(Line line, int priority) {
    byte[] place = key(LINE, line.place());
    byte[] key = Arrays.copyOf(place, place.length + 2);
    key[place.length] = ItemsIndex.SEPARATOR;
    key[place.length + 1] = (byte) priority;
    return key;
  }

  private static byte[] key(byte kind, Place place) {
    byte[] node = place.nodeId().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + node.length)
        .put(kind)
        .put((byte) place.side().ordinal())
        .put(node)
        .array();
  }

  private static Place place(byte[] key, int end) {
    return new Place(
        Place.Side.values()[key[1]], new String(key, 2, end - 2, StandardCharsets.UTF_8));
  }

  private static Line line(byte[] key) {
    int end = 2;
    while (key[end] != ItemsIndex.SEPARATOR) {
      end++;
    }
    return new Line(place(key, end), Priority.values()[key[end + 1]]);
  }

  private static Waiting waiting(Line line, byte[] key) {
    int start = lineKey(line, 0).length;
    int id = start + Long.BYTES;
    return new Waiting(
        line.priority(),
        Instant.ofEpochMilli(ByteBuffer.wrap(key, start, Long.BYTES).getLong()),
        new String(key, id, key.length - id, StandardCharsets.UTF_8));
  }
}
