package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksIterator;

class RowStoreTest {

  @TempDir private Path folder;

  @Test
  void givesTheLastValueOfEachKeyInTheOrderOfKeys() {
    try (RowStore store = new RowStore(folder)) {
      store.put(key("npz/b"), new byte[] {1});
      store.put(key("npz/a"), new byte[] {2});
      store.put(key("npz/c"), new byte[] {3});
      store.put(key("npz/b"), new byte[] {4});
      store.delete(key("npz/c"));

      assertThat(store.get(key("npz/b"))).containsExactly(4);
      assertThat(store.get(key("npz/c"))).isNull();
      assertThat(keys(store)).containsExactly("npz/a", "npz/b");
    }
  }

  private static List<String> keys(RowStore store) {
    List<String> keys = new ArrayList<>();
    try (RocksIterator row = store.rows()) {
      for (; row.isValid(); row.next()) {
        keys.add(new String(row.key(), StandardCharsets.UTF_8));
      }
    }
    return keys;
  }

  private static byte[] key(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
