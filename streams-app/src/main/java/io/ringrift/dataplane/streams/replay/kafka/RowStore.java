package io.ringrift.dataplane.streams.replay.kafka;

import java.nio.file.Path;
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
 * Values by key, on disk: as many as there are, in a few dozen megabytes of memory. Safe for use by
 * many threads. Written without a log, because whoever loses it begins anew.
 */
final class RowStore implements AutoCloseable {

  private static final long MIB = 1024L * 1024;
  private static final long CACHE_BYTES = 32 * MIB;
  private static final long WRITE_BUFFER_BYTES = 32 * MIB;
  private static final long BLOCK_BYTES = 16 * 1024;

  private final Cache cache;
  private final BloomFilter filter;
  private final Options options;
  private final WriteOptions writing;
  private final RocksDB db;

  RowStore(Path folder) {
    RocksDB.loadLibrary();
    cache = new LRUCache(CACHE_BYTES);
    filter = new BloomFilter(10);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(3)
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

  /** Stands at the first row, in the order of the keys' bytes; to be closed. */
  RocksIterator rows() {
    RocksIterator row = db.newIterator();
    row.seekToFirst();
    return row;
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
