package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import java.util.Collection;
import java.util.TreeMap;
import org.rocksdb.RocksIterator;

/**
 * Rows as all that was said of them, one after another, merged when they are read: a row is a join,
 * so it is the same as if each had been merged when it was said.
 */
final class FoldedRows implements AutoCloseable {

  private final RowStore said;

  FoldedRows(RowStore said) {
    this.said = said;
  }

  /** Adds what was said; safe for use by many threads. */
  void add(Collection<Item> deltas) {
    TreeMap<String, byte[]> pieces = new TreeMap<>();
    deltas.forEach(delta -> pieces.put(delta.itemId(), ItemBytes.of(delta)));
    said.append(pieces);
  }

  boolean has(String itemId) {
    return said.get(RowStore.key(itemId)) != null;
  }

  /** In the form of {@link ItemBytes}; null when nothing was said of it. */
  byte[] get(String itemId) {
    byte[] pieces = said.get(RowStore.key(itemId));
    return pieces == null ? null : ItemBytes.joined(pieces);
  }

  /** In the order of the keys' bytes. */
  Cursor rows() {
    return new Cursor(said.rows());
  }

  @Override
  public void close() {
    said.close();
  }

  /** Stands at a row, or past the last. */
  static final class Cursor implements AutoCloseable {

    private final RocksIterator row;

    private Cursor(RocksIterator row) {
      this.row = row;
    }

    boolean isValid() {
      return row.isValid();
    }

    byte[] key() {
      return row.key();
    }

    /** In the form of {@link ItemBytes}. */
    byte[] value() {
      return ItemBytes.joined(row.value());
    }

    void next() {
      row.next();
    }

    @Override
    public void close() {
      row.close();
    }
  }
}
