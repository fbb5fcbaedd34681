package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The place of a row among those of its (config, type), best first, as bytes that sort that way:
 *
 * <pre>
 *   config 0 type 0 | quality, highest first (8) | content time, newest first (8) | item id
 * </pre>
 *
 * <p>So the best N rows are the first N keys of a range, however many there are. Times have the
 * precision of milliseconds.
 */
record CatalogOrder(double quality, Instant contentTime, String itemId) {

  static byte[] prefix(String configKey, ItemType type) {
    return (configKey + ItemsIndex.SEPARATOR + type + ItemsIndex.SEPARATOR)
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] key(CatalogRow row) {
    byte[] prefix = prefix(row.configKey(), row.itemType());
    byte[] item = row.itemId().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(prefix.length + 2 * Long.BYTES + item.length)
        .put(prefix)
        .putLong(descending(sortable(row.qualityScore())))
        .putLong(descending(row.contentTime().toEpochMilli()))
        .put(item)
        .array();
  }

  /**
   * @param prefixLength bytes before the quality
   */
  static CatalogOrder parse(byte[] key, int prefixLength) {
    ByteBuffer buffer = ByteBuffer.wrap(key).position(prefixLength);
    double quality = fromSortable(descending(buffer.getLong()));
    Instant contentTime = Instant.ofEpochMilli(descending(buffer.getLong()));
    return new CatalogOrder(quality, contentTime, StandardCharsets.UTF_8.decode(buffer).toString());
  }

  /** Signed longs, the greater the earlier in unsigned byte order; its own inverse. */
  private static long descending(long value) {
    return ~(value ^ Long.MIN_VALUE);
  }

  /** Doubles as signed longs in the same order; no number counts as 0. */
  private static long sortable(double value) {
    // Adding zero makes -0.0 and 0.0 one key.
    long bits = Double.doubleToLongBits(Double.isNaN(value) ? 0 : value + 0.0);
    return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
  }

  private static double fromSortable(long sortable) {
    return Double.longBitsToDouble(sortable >= 0 ? sortable : sortable ^ Long.MAX_VALUE);
  }
}
