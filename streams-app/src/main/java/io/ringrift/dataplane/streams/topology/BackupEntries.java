package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.decision.item.BackupShare;
import io.ringrift.dataplane.streams.model.ItemType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;

/** Entries {@code B type} of {@link ItemsIndex}: what one task has counted of backups. */
final class BackupEntries {

  private final KeyValueStore<byte[], byte[]> store;

  BackupEntries(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  BackupShare get(ItemType type) {
    byte[] counts = store.get(key(type));
    if (counts == null) {
      return BackupShare.NONE;
    }
    ByteBuffer buffer = ByteBuffer.wrap(counts);
    return new BackupShare(buffer.getLong(), buffer.getLong());
  }

  void put(ItemType type, BackupShare share) {
    ByteBuffer counts = ByteBuffer.allocate(2 * Long.BYTES);
    store.put(key(type), counts.putLong(share.wanted()).putLong(share.there()).array());
  }

  private static byte[] key(ItemType type) {
    return ("B" + type.name()).getBytes(StandardCharsets.UTF_8);
  }
}
