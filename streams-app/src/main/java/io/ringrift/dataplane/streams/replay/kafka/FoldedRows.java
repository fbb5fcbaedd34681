package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Rows as all that was said of them, one after another, merged when they are read: a row is a join,
 * so it is the same as if each had been merged when it was said.
 */
final class FoldedRows implements AutoCloseable {

  /** Ranges are only about equally large: with several each, threads end together. */
  private static final int RANGES_PER_THREAD = 8;

  private final RowStore said;

  FoldedRows(RowStore said) {
    this.said = said;
  }

  /** Adds what was said; safe for use by many threads. */
  void add(Collection<Item> deltas) {
    SortedMap<String, byte[]> pieces = new TreeMap<>();
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
    return rows(RowRange.ALL);
  }

  /** Those of a range. */
  Cursor rows(RowRange range) {
    return new Cursor(said.rows(range));
  }

  /**
   * Takes all rows, ranges of them at the same time.
   *
   * @param taker called by several threads at once, in the order of the keys within a range only
   */
  void inRanges(int threads, Consumer<RowRange> taker) {
    SharedWork.run(
        threads,
        said.ranges(RANGES_PER_THREAD * threads),
        next -> {
          for (RowRange range = next.get(); range != null; range = next.get()) {
            taker.accept(range);
          }
        });
  }

  /** Of all rows. */
  Digest digest(int threads) {
    AtomicReference<Digest> digest = new AtomicReference<>(Digest.EMPTY);
    inRanges(
        threads,
        range -> {
          Digest part = Digest.EMPTY;
          try (Cursor row = rows(range)) {
            for (; row.isValid(); row.next()) {
              part = part.plus(row.value());
            }
          }
          digest.accumulateAndGet(part, Digest::plus);
        });
    return digest.get();
  }

  @Override
  public void close() {
    said.close();
  }

  /** Stands at a row, or past the last. */
  static final class Cursor implements AutoCloseable {

    private final RowStore.Rows row;

    private Cursor(RowStore.Rows row) {
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
