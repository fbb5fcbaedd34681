package io.ringrift.dataplane.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of RocksDB for the whole process: one block cache and one write-buffer manager
 * for all stores of all tasks. By default every store has 50 MiB of cache and 48 MiB of write
 * buffers of its own, which is gigabytes for the few dozen stores of this application.
 *
 * <p>Write buffers are charged to the cache, index and filter blocks live in it, so its capacity,
 * the sum of the two settings, is the bound.
 *
 * <p>The one static state in this module, because Kafka makes an instance of this class for each
 * store and offers no other way to hand something in. The first store of the process sets the
 * sizes; both objects live as long as the process.
 */
public final class SharedRocksMemory implements RocksDBConfigSetter {

  static final String BLOCK_CACHE_BYTES = "dataplane.rocksdb.block.cache.bytes";
  static final String WRITE_BUFFER_BYTES = "dataplane.rocksdb.write.buffer.bytes";

  /** A single store's buffer: a quarter of what all may have, so that a busy one isn't starved. */
  private static final int BUFFERS = 4;

  /**
   * What a store takes of the write buffers with its first entry. RocksDB would take an eighth of a
   * buffer, a megabyte: with some forty stores that alone is more than all may have, and from there
   * on every single write flushes a buffer (measured: 1 ms a write instead of 20 us).
   */
  private static final long ARENA_BYTES = 64 * 1024;

  private static Memory shared;

  private record Memory(Cache cache, WriteBufferManager writeBuffers, long writeBufferBytes) {}

  private static synchronized Memory shared(Map<String, Object> configs) {
    if (shared == null) {
      RocksDB.loadLibrary();
      long blocks = bytes(configs, BLOCK_CACHE_BYTES);
      long buffers = bytes(configs, WRITE_BUFFER_BYTES);
      Cache cache = new LRUCache(blocks + buffers);
      shared = new Memory(cache, new WriteBufferManager(buffers, cache), buffers);
    }
    return shared;
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Memory memory = shared(configs);
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.writeBuffers());
    options.setWriteBufferSize(memory.writeBufferBytes() / BUFFERS);
    options.setMaxWriteBufferNumber(2);
    options.setArenaBlockSize(ARENA_BYTES);
  }

  /** Closes nothing: the memory is everybody's. */
  @Override
  public void close(String storeName, Options options) {}

  private static long bytes(Map<String, Object> configs, String key) {
    Object value = configs.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing in the Streams configuration");
    }
    return Long.parseLong(value.toString());
  }
}
