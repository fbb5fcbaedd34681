package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.PlainCatalog;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CatalogOrderTest {

  private static final int PREFIX = CatalogOrder.prefix("c", ItemType.NPZ).length;

  @Property(tries = 500)
  void sortsAsTheComparatorDoes(@ForAll("rows") List<CatalogRow> rows) {
    List<CatalogRow> byKey = new ArrayList<>(rows);
    byKey.sort((a, b) -> Arrays.compareUnsigned(CatalogOrder.key(a), CatalogOrder.key(b)));
    List<CatalogRow> byComparator = new ArrayList<>(rows);
    byComparator.sort(PlainCatalog.BEST_FIRST);

    assertThat(byKey).isEqualTo(byComparator);
  }

  @Property(tries = 500)
  void readsBackWhatItWrote(@ForAll("row") CatalogRow row) {
    assertThat(CatalogOrder.parse(CatalogOrder.key(row), PREFIX))
        .isEqualTo(new CatalogOrder(row.qualityScore(), row.contentTime(), row.itemId()));
  }

  @Property(tries = 200)
  void keepsOtherConfigsAndTypesOutOfItsRange(
      @ForAll("row") CatalogRow row, @ForAll("row") CatalogRow other) {
    CatalogRow longer = row(other, "c2", ItemType.NPZ);
    CatalogRow model = row(other, "c", ItemType.MODEL);

    assertThat(startsWith(CatalogOrder.key(row), CatalogOrder.prefix("c", ItemType.NPZ))).isTrue();
    assertThat(startsWith(CatalogOrder.key(longer), CatalogOrder.prefix("c", ItemType.NPZ)))
        .isFalse();
    assertThat(startsWith(CatalogOrder.key(model), CatalogOrder.prefix("c", ItemType.NPZ)))
        .isFalse();
  }

  @Example
  void takesNoNumberForZero() {
    CatalogRow row = row("a", Double.NaN, Instant.EPOCH);

    assertThat(CatalogOrder.parse(CatalogOrder.key(row), PREFIX).quality()).isZero();
    assertThat(CatalogOrder.key(row("a", -0.0, Instant.EPOCH)))
        .isEqualTo(CatalogOrder.key(row("a", 0.0, Instant.EPOCH)));
  }

  @Provide
  Arbitrary<List<CatalogRow>> rows() {
    return row().list().uniqueElements(CatalogRow::itemId).ofMaxSize(30);
  }

  @Provide
  Arbitrary<CatalogRow> row() {
    Arbitrary<String> items =
        Arbitraries.of("a", "b", "/", "é", "€", "\uFF21", "\uD83D\uDE00")
            .list()
            .ofMinSize(1)
            .ofMaxSize(6)
            .map(characters -> String.join("", characters));
    // Few distinct values, so that the later fields often decide, and the ends of each range.
    Arbitrary<Double> qualities =
        Arbitraries.oneOf(
            Arbitraries.of(0.0, 0.5, 1.0, Double.MIN_VALUE, Double.MAX_VALUE, -1.0),
            Arbitraries.doubles());
    Arbitrary<Instant> times =
        Arbitraries.oneOf(
                Arbitraries.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE), Arbitraries.longs())
            .map(Instant::ofEpochMilli);
    return Combinators.combine(items, qualities.map(q -> q + 0.0), times).as(CatalogOrderTest::row);
  }

  private static CatalogRow row(String itemId, double quality, Instant contentTime) {
    return new CatalogRow(
        itemId,
        ItemType.NPZ,
        "c",
        "hash",
        1,
        true,
        "eligible",
        quality,
        1,
        contentTime,
        Set.of(),
        null,
        Map.of());
  }

  private static CatalogRow row(CatalogRow row, String configKey, ItemType type) {
    return new CatalogRow(
        row.itemId(),
        type,
        configKey,
        row.sha256(),
        row.sizeBytes(),
        row.eligible(),
        row.reason(),
        row.qualityScore(),
        row.sampleCount(),
        row.contentTime(),
        row.holders(),
        row.sourceNode(),
        row.elsewhere());
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
