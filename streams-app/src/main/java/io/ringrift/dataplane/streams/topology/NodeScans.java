package io.ringrift.dataplane.streams.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far changed nodes are worked off: entries {@code S node}, value the cursor. There are few, so
 * they are read once and then written through: the tick asks for them twenty times a second.
 */
final class NodeScans {

  private static final byte KIND = 'S';

  private final KeyValueStore<byte[], byte[]> store;
  private final NavigableMap<String, String> cursors = new TreeMap<>();
  private String served = "";

  NodeScans(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    try (KeyValueIterator<byte[], byte[]> range =
        store.range(new byte[] {KIND}, new byte[] {KIND + 1})) {
      while (range.hasNext()) {
        KeyValue<byte[], byte[]> entry = range.next();
        if (entry.key[0] == KIND) {
          cursors.put(
              new String(entry.key, 1, entry.key.length - 1, StandardCharsets.UTF_8),
              new String(entry.value, StandardCharsets.UTF_8));
        }
      }
    }
  }

  void put(String nodeId, String cursor) {
    cursors.put(nodeId, cursor);
    store.put(key(nodeId), cursor.getBytes(StandardCharsets.UTF_8));
  }

  /** How far the node's change is worked off; null: it is. */
  String cursor(String nodeId) {
    return cursors.get(nodeId);
  }

  void end(String nodeId) {
    cursors.remove(nodeId);
    store.delete(key(nodeId));
  }

  /**
   * A node whose change is not worked off yet, with its cursor; null: none. They take turns, so
   * that one which changes all the time keeps none waiting.
   */
  Map.Entry<String, String> next() {
    Map.Entry<String, String> next = cursors.higherEntry(served);
    next = next == null ? cursors.firstEntry() : next;
    served = next == null ? "" : next.getKey();
    return next == null ? null : Map.entry(next.getKey(), next.getValue());
  }

  private static byte[] key(String nodeId) {
    byte[] utf8 = nodeId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + utf8.length).put(KIND).put(utf8).array();
  }
}
