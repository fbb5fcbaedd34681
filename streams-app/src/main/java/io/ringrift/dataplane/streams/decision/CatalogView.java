package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What data exists for a config, as the rules see it. */
public interface CatalogView {

  /**
   * Eligible, fresh rows that meet the criteria, best first: highest quality, then newest content,
   * then item id. A range scan that ends after {@code limit} rows, or where quality falls short.
   *
   * @param now by which freshness is judged
   */
  List<CatalogRow> best(String configKey, ItemType type, Criteria criteria, int limit, Instant now);

  /** The row of one item, eligible or not; empty when nothing was heard of it. */
  Optional<CatalogRow> row(String configKey, ItemType type, String itemId);

  /** How many rows there are of each standing. */
  CatalogCounts counts(String configKey, ItemType type);
}
