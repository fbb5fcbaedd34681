package io.ringrift.dataplane.streams.replay.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.MergeOperator;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Values by item id, on disk: as many as there are, in a few dozen megabytes of memory. Safe for
 * use by many threads. Written without a log, because whoever loses it begins anew.
 *
 * <p>A value may grow by being appended to, which reads nothing: rows that come back long after
 * they were last met would each cost a read from the disk.
 */
final class RowStore implements AutoCloseable {

  private static final long MIB = 1024L * 1024;
  private static final long CACHE_BYTES = 32 * MIB;
  private static final long WRITE_BUFFER_BYTES = 32 * MIB;
  private static final long BLOCK_BYTES = 16 * 1024;

  /**
   * Sorted files of one size that a row is looked for in before they are made one. Rows are written
   * once and read about once, so that all merging in between is for nothing; but each file has an
   * index in memory.
   */
  private static final int RUNS = 100;

  private final Cache cache;
  private final BloomFilter filter;
  private final MergeOperator appending;
  private final Options options;
  private final WriteOptions writing;
  private final KeySample sample = new KeySample();
  private final RocksDB db;

  RowStore(Path folder) {
    RocksDB.loadLibrary();
    cache = new LRUCache(CACHE_BYTES);
    filter = new BloomFilter(10);
    appending = new StringAppendOperator("");
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(3)
            .setCompactionStyle(CompactionStyle.UNIVERSAL)
            .setLevel0FileNumCompactionTrigger(RUNS)
            .setLevel0SlowdownWritesTrigger(2 * RUNS)
            .setLevel0StopWritesTrigger(3 * RUNS)
            .setMergeOperator(appending)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockSize(BLOCK_BYTES)
                    .setBlockCache(cache)
                    .setFilterPolicy(filter));
    writing = new WriteOptions().setDisableWAL(true);
    try {
      db = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw new ReplayException("can't keep rows in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Appends to the values of these keys. */
  void append(SortedMap<String, byte[]> pieces) {
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<String, byte[]> piece : pieces.entrySet()) {
        byte[] key = key(piece.getKey());
        batch.merge(key, piece.getValue());
        sample.written(key);
      }
      db.write(writing, batch);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Null when there is none. */
  byte[] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  void put(byte[] key, byte[] value) {
    try {
      db.put(writing, key, value);
      sample.written(key);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  void delete(byte[] key) {
    try {
      db.delete(writing, key);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** In the order of the keys' bytes; to be closed. */
  Rows rows() {
    return rows(RowRange.ALL);
  }

  /** Those of a range. */
  Rows rows(RowRange range) {
    return new Rows(db.newIterator(), range);
  }

  /** Ranges of about equal size that cover all keys, in their order. */
  List<RowRange> ranges(int most) {
    return sample.ranges(most);
  }

  /** Stands at a row, or past the last. */
  static final class Rows implements AutoCloseable {

    private final RocksIterator row;
    private final RowRange range;
    private byte[] key;

    private Rows(RocksIterator row, RowRange range) {
      this.row = row;
      this.range = range;
      if (range.from() == null) {
        row.seekToFirst();
      } else {
        row.seek(range.from());
      }
      arrive();
    }

    private void arrive() {
      key = row.isValid() ? row.key() : null;
      if (key != null && range.endsBefore(key)) {
        key = null;
      }
    }

    boolean isValid() {
      return key != null;
    }

    byte[] key() {
      return key;
    }

    byte[] value() {
      return row.value();
    }

    void next() {
      row.next();
      arrive();
    }

    @Override
    public void close() {
      row.close();
    }
  }

  static byte[] key(String itemId) {
    return itemId.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    db.close();
    writing.close();
    options.close();
    appending.close();
    filter.close();
    cache.close();
  }

  private static ReplayException failed(RocksDBException e) {
    return new ReplayException("the scratch store failed: " + e.getMessage(), e);
  }
}
