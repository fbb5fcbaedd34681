package io.ringrift.dataplane.streams.replay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStoreTest {

  private static final int ROWS = 20_000;

  @TempDir private Path folder;

  @Test
  void rangesTogetherHoldEveryRowOnceAndInOrder() {
    try (RowStore store = filled()) {
      List<String> inRanges = new ArrayList<>();
      store.ranges(8).forEach(range -> inRanges.addAll(keys(store.rows(range))));

      assertThat(inRanges).isEqualTo(keys(store.rows())).hasSize(ROWS).isSorted();
    }
  }

  @Test
  void rangesAreAboutEquallyLarge() {
    try (RowStore store = filled()) {
      assertThat(store.ranges(8))
          .hasSize(8)
          .allSatisfy(
              range ->
                  assertThat(keys(store.rows(range)).size()).isBetween(ROWS / 16, 3 * ROWS / 16));
    }
  }

  @Test
  void fewRowsMakeFewRangesAndNoneMakesOne() {
    try (RowStore store = new RowStore(folder)) {
      assertThat(store.ranges(8)).containsExactly(RowRange.ALL);

      store.put(RowStore.key("npz/a"), new byte[1]);
      store.put(RowStore.key("npz/b"), new byte[1]);

      assertThat(store.ranges(8)).hasSize(3);
      assertThat(store.ranges(8).stream().flatMap(range -> keys(store.rows(range)).stream()))
          .containsExactly("npz/a", "npz/b");
    }
  }

  @Test
  void whatIsAppendedLiesBehindWhatWasThere() {
    try (RowStore store = new RowStore(folder)) {
      store.append(new TreeMap<>(Map.of("npz/a", new byte[] {1})));
      store.append(new TreeMap<>(Map.of("npz/a", new byte[] {2, 3})));

      assertThat(store.get(RowStore.key("npz/a"))).containsExactly(1, 2, 3);
      assertThat(store.get(RowStore.key("npz/b"))).isNull();
    }
  }

  private RowStore filled() {
    RowStore store = new RowStore(folder);
    IntStream.range(0, ROWS)
        .forEach(row -> store.put(RowStore.key("npz/c-" + row % 50 + "/" + row), new byte[] {1}));
    return store;
  }

  private static List<String> keys(RowStore.Rows rows) {
    List<String> keys = new ArrayList<>();
    try (rows) {
      for (; rows.isValid(); rows.next()) {
        keys.add(new String(rows.key(), StandardCharsets.UTF_8));
      }
    }
    return keys;
  }
}
