package io.ringrift.dataplane.streams.topology;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A store of a task that doesn't run yet: what is put there goes out as bytes, and is forgotten
 * unless it will be asked for again, as counts are. Empty to whoever looks through it.
 */
final class SeedStore<K, V> implements KeyValueStore<K, V> {

  /** Takes an entry; a value that is null is a deletion. */
  @FunctionalInterface
  interface Out {
    void put(String store, byte[] key, byte[] value);
  }

  private final StoreForm<K, V> form;
  private final Predicate<V> remembered;
  private final Out out;

  /** By the key's bytes: a key may be an array. */
  private final Map<ByteBuffer, V> memory = new HashMap<>();

  /**
   * @param remembered of which values {@link #get} is to know
   */
  SeedStore(StoreForm<K, V> form, Predicate<V> remembered, Out out) {
    this.form = form;
    this.remembered = remembered;
    this.out = out;
  }

  @Override
  public void put(K key, V value) {
    byte[] bytes = bytes(key);
    if (value != null && remembered.test(value)) {
      memory.put(ByteBuffer.wrap(bytes), value);
    } else {
      memory.remove(ByteBuffer.wrap(bytes));
    }
    out.put(form.name(), bytes, form.values().serializer().serialize(form.name(), value));
  }

  private byte[] bytes(K key) {
    return form.keys().serializer().serialize(form.name(), key);
  }

  @Override
  public V putIfAbsent(K key, V value) {
    V before = get(key);
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
    V before = get(key);
    put(key, null);
    return before;
  }

  @Override
  public V get(K key) {
    return memory.get(ByteBuffer.wrap(bytes(key)));
  }

  @Override
  public KeyValueIterator<K, V> range(K from, K to) {
    return new Nothing<>();
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, S serializer) {
    return new Nothing<>();
  }

  @Override
  public KeyValueIterator<K, V> all() {
    return new Nothing<>();
  }

  @Override
  public long approximateNumEntries() {
    return 0;
  }

  @Override
  public String name() {
    return form.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    // no task has it
  }

  @Override
  public void flush() {
    // what was put is out
  }

  @Override
  public void close() {
    // holds nothing open
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  private static final class Nothing<K, V> implements KeyValueIterator<K, V> {

    @Override
    public boolean hasNext() {
      return false;
    }

    @Override
    public KeyValue<K, V> next() {
      throw new NoSuchElementException();
    }

    @Override
    public K peekNextKey() {
      throw new NoSuchElementException();
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }
}
