package io.ringrift.dataplane.streams.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store in memory that can go back to its last commit. Values are held as they are. */
final class MemoryStore<K, V> implements KeyValueStore<K, V> {

  private final String name;
  private final NavigableMap<K, V> rows;
  private final Deque<KeyValue<K, V>> undo = new ArrayDeque<>();

  MemoryStore(String name, Comparator<? super K> order) {
    this.name = name;
    this.rows = new TreeMap<>(order);
  }

  void commit() {
    undo.clear();
  }

  void rollBack() {
    while (!undo.isEmpty()) {
      KeyValue<K, V> last = undo.pop();
      set(last.key, last.value);
    }
  }

  private void set(K key, V value) {
    if (value == null) {
      rows.remove(key);
    } else {
      rows.put(key, value);
    }
  }

  @Override
  public void put(K key, V value) {
    undo.push(new KeyValue<>(key, rows.get(key)));
    set(key, value);
  }

  @Override
  public V putIfAbsent(K key, V value) {
    V before = rows.get(key);
    if (before == null) {
      put(key, value);
    }
    return before;
  }

  @Override
  public void putAll(List<KeyValue<K, V>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public V delete(K key) {
    V before = rows.get(key);
    put(key, null);
    return before;
  }

  @Override
  public V get(K key) {
    return rows.get(key);
  }

  @Override
  public KeyValueIterator<K, V> range(K from, K to) {
    NavigableMap<K, V> part = rows;
    if (from != null) {
      part = part.tailMap(from, true);
    }
    if (to != null) {
      part = part.headMap(to, true);
    }
    return new Rows<>(part);
  }

  @Override
  @SuppressWarnings("unchecked") // a prefix is of the keys' own type, as all users have it
  public <S extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, S serializer) {
    byte[] start = bytes(prefix);
    NavigableMap<K, V> part = new TreeMap<>(rows.comparator());
    for (Map.Entry<K, V> row : rows.tailMap((K) prefix, true).entrySet()) {
      byte[] key = bytes(row.getKey());
      if (key.length < start.length
          || !Arrays.equals(key, 0, start.length, start, 0, start.length)) {
        break;
      }
      part.put(row.getKey(), row.getValue());
    }
    return new Rows<>(part);
  }

  private static byte[] bytes(Object key) {
    return key instanceof byte[] bytes ? bytes : key.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public KeyValueIterator<K, V> all() {
    return new Rows<>(rows);
  }

  @Override
  public long approximateNumEntries() {
    return rows.size();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    // nothing to read: what is here stays here
  }

  @Override
  public void flush() {
    // nothing is written elsewhere
  }

  @Override
  public void close() {
    // outlives the processors that use it, as a state folder does
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /** Goes from key to key, so that rows may change under it. */
  private static final class Rows<K, V> implements KeyValueIterator<K, V> {

    private final NavigableMap<K, V> rows;
    private Map.Entry<K, V> next;

    Rows(NavigableMap<K, V> rows) {
      this.rows = rows;
      next = rows.firstEntry();
    }

    @Override
    public K peekNextKey() {
      return existing().getKey();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public KeyValue<K, V> next() {
      KeyValue<K, V> row = new KeyValue<>(existing().getKey(), next.getValue());
      next = rows.higherEntry(row.key);
      return row;
    }

    private Map.Entry<K, V> existing() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      return next;
    }

    @Override
    public void close() {
      // nothing is held open
    }
  }
}
