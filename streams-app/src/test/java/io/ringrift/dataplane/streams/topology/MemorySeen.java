package io.ringrift.dataplane.streams.topology;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** The store of seen events on a {@link MemoryStore}: one window a key is all that it needs. */
final class MemorySeen implements WindowStore<String, byte[]> {

  private final String name;
  private final MemoryStore<String, KeyValue<Long, byte[]>> rows;

  MemorySeen(String name, MemoryStore<String, KeyValue<Long, byte[]>> rows) {
    this.name = name;
    this.rows = rows;
  }

  @Override
  public void put(String key, byte[] value, long windowStart) {
    rows.put(key, new KeyValue<>(windowStart, value));
  }

  @Override
  public WindowStoreIterator<byte[]> fetch(String key, long from, long to) {
    KeyValue<Long, byte[]> row = rows.get(key);
    return new One(row != null && row.key >= from && row.key <= to ? row : null);
  }

  @Override
  public byte[] fetch(String key, long time) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueIterator<Windowed<String>, byte[]> fetch(String a, String b, long from, long to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueIterator<Windowed<String>, byte[]> all() {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueIterator<Windowed<String>, byte[]> fetchAll(long from, long to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    // nothing to read
  }

  @Override
  public void flush() {
    // nothing is written elsewhere
  }

  @Override
  public void close() {
    // outlives the processor
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  private static final class One implements WindowStoreIterator<byte[]> {

    private KeyValue<Long, byte[]> next;

    One(KeyValue<Long, byte[]> next) {
      this.next = next;
    }

    @Override
    public Long peekNextKey() {
      return next.key;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public KeyValue<Long, byte[]> next() {
      KeyValue<Long, byte[]> row = next;
      next = null;
      return row;
    }

    @Override
    public void close() {
      // nothing is held open
    }
  }
}
