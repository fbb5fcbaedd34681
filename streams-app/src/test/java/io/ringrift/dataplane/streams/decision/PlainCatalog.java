package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The plainest catalog there is: it looks at every row and sorts. */
public final class PlainCatalog implements CatalogView {

  /** Best first, as {@link CatalogView#best} says. */
  public static final Comparator<CatalogRow> BEST_FIRST =
      Comparator.comparingDouble(CatalogRow::qualityScore)
          .reversed()
          .thenComparing(CatalogRow::contentTime, Comparator.reverseOrder())
          .thenComparing(
              row -> row.itemId().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final SortedMap<String, CatalogRow> rows = new TreeMap<>();
  private final Supplier<DecisionPolicy> policy;
  private final InstantSource clock;

  PlainCatalog(Supplier<DecisionPolicy> policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  void put(CatalogRow row) {
    rows.put(row.itemId(), row);
  }

  @Override
  public List<CatalogRow> best(
      String configKey, ItemType type, Criteria criteria, int limit, Instant at) {
    return rows.values().stream()
        .filter(row -> row.configKey().equals(configKey) && row.itemType() == type)
        .filter(row -> usable(row, at))
        .filter(row -> criteria.meets(row.qualityScore(), row.sampleCount(), row.contentTime()))
        .sorted(BEST_FIRST)
        .limit(limit)
        .toList();
  }

  private boolean usable(CatalogRow row, Instant at) {
    return row.eligible() && policy.get().staleAt(row).map(at::isBefore).orElse(true);
  }

  @Override
  public Optional<CatalogRow> row(String configKey, ItemType type, String itemId) {
    return Optional.ofNullable(rows.get(itemId))
        .filter(row -> row.configKey().equals(configKey) && row.itemType() == type);
  }

  @Override
  public CatalogCounts counts(String configKey, ItemType type) {
    CatalogCounts counts = CatalogCounts.NONE;
    for (CatalogRow row : rows.values()) {
      if (row.configKey().equals(configKey) && row.itemType() == type) {
        String standing =
            !row.eligible()
                ? row.reason()
                : usable(row, clock.instant()) ? CatalogCounts.USABLE : CatalogCounts.STALE;
        counts = counts.moved(null, standing);
      }
    }
    return counts;
  }
}
