package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * Values by item id, on disk: as many as there are, in a few dozen megabytes of memory. Safe for
 * use by many threads. Written without a log, because whoever loses it begins anew.
 */
final class RowStore implements AutoCloseable {

  private static final long MIB = 1024L * 1024;
  private static final long CACHE_BYTES = 32 * MIB;
  private static final long WRITE_BUFFER_BYTES = 32 * MIB;

  /** So many that threads hardly ever wait for one another. */
  private static final int STRIPES = 1024;

  private final Object[] stripes = new Object[STRIPES];
  private final Cache cache;
  private final BloomFilter filter;
  private final Options options;
  private final WriteOptions writing;
  private final RocksDB db;

  RowStore(Path folder) {
    RocksDB.loadLibrary();
    Arrays.setAll(stripes, i -> new Object());
    cache = new LRUCache(CACHE_BYTES);
    filter = new BloomFilter(10);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(3)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    writing = new WriteOptions().setDisableWAL(true);
    try {
      db = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw new ReplayException("can't keep rows in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Merges deltas into the rows of their items; deltas are to have different items. */
  void merge(Collection<Item> deltas) {
    for (Item delta : deltas) {
      byte[] key = key(delta.itemId());
      synchronized (stripes[Math.floorMod(delta.itemId().hashCode(), STRIPES)]) {
        byte[] before = get(key);
        byte[] after = ItemBytes.of(before == null ? delta : ItemBytes.parse(before).merge(delta));
        if (!Arrays.equals(before, after)) {
          put(key, after);
        }
      }
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
  RocksIterator rows() {
    RocksIterator rows = db.newIterator();
    rows.seekToFirst();
    return rows;
  }

  static byte[] key(String itemId) {
    return itemId.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    db.close();
    writing.close();
    options.close();
    filter.close();
    cache.close();
  }

  private static ReplayException failed(RocksDBException e) {
    return new ReplayException("the scratch store failed: " + e.getMessage(), e);
  }
}
