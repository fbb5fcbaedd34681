package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.streams.codec.CatalogCodec;
import io.ringrift.dataplane.streams.decision.CatalogCounts;
import io.ringrift.dataplane.streams.decision.CatalogView;
import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The catalog of one task: rows by item, an order of the usable ones, and counts of all by
 * standing.
 *
 * <p>A row is usable from the change that makes it so until the timer finds it stale. Between the
 * moment and the timer it is still counted, but not chosen.
 */
final class StoredCatalog implements CatalogView {

  /** Beside the counts, whose keys all hold a separator. */
  private static final String AGES = "max-data-age";

  private final KeyValueStore<String, CatalogChange> rows;
  private final KeyValueStore<String, String> counts;
  private final DecisionIndex index;
  private final DecisionPolicy policy;

  StoredCatalog(
      KeyValueStore<String, CatalogChange> rows,
      KeyValueStore<String, String> counts,
      DecisionIndex index,
      DecisionPolicy policy) {
    this.rows = rows;
    this.counts = counts;
    this.index = index;
    this.policy = policy;
  }

  /** What a change means to the rules. */
  enum Effect {
    NONE,
    /** Copies of a usable row's content are elsewhere than before. */
    PLACES,
    /** The row is usable, and it or its content wasn't before, or not as good. */
    USABLE,
    /** There is less to choose from, or other reasons for it. */
    OTHER_LACK
  }

  /**
   * A change that was taken.
   *
   * @param lostAt nodes that had the row's content and have it no longer
   */
  record Taken(Effect effect, Set<String> lostAt) {}

  /** Takes a change; writes nothing if it changes nothing. */
  Taken put(CatalogChange change, Instant now) {
    CatalogRow after = CatalogCodec.toModel(change);
    String key = key(after.configKey(), after.itemType(), after.itemId());
    CatalogChange stored = rows.get(key);
    CatalogRow before = stored == null ? null : CatalogCodec.toModel(stored);
    if (after.equals(before)) {
      return new Taken(Effect.NONE, Set.of());
    }
    rows.put(key, change);
    return new Taken(effect(before, after, now), lostAt(before, after));
  }

  private static Set<String> lostAt(CatalogRow before, CatalogRow after) {
    if (before == null || before.sha256() == null || !before.sha256().equals(after.sha256())) {
      return Set.of();
    }
    Set<String> lost = new TreeSet<>(before.holders());
    lost.removeAll(after.holders());
    return lost;
  }

  private Effect effect(CatalogRow before, CatalogRow after, Instant now) {
    if (before != null && sameToRules(before, after)) {
      boolean moved = !before.holders().equals(after.holders());
      return moved && after.eligible() && fresh(after, now) ? Effect.PLACES : Effect.NONE;
    }
    String was = before == null ? null : standing(before, index.hasRow(before));
    String is = standing(after, after.eligible() && fresh(after, now));
    if (CatalogCounts.USABLE.equals(was)) {
      index.dropRow(before);
      policy.staleAt(before).ifPresent(at -> index.dropExpiry(before, at));
    }
    if (is.equals(CatalogCounts.USABLE)) {
      index.putRow(after);
      policy.staleAt(after).ifPresent(at -> index.putExpiry(after, at));
    }
    count(after.configKey(), after.itemType(), was, is);
    return is.equals(CatalogCounts.USABLE)
        ? Effect.USABLE
        : is.equals(was) ? Effect.NONE : Effect.OTHER_LACK;
  }

  /**
   * Up to {@code limit} rows that were usable until now become stale.
   *
   * @return the configs of these rows, each as often as it has any
   */
  List<String> expire(Instant now, int limit) {
    return index.takeExpired(now, limit).stream()
        .map(name -> row(name.configKey(), name.type(), name.itemId()))
        .flatMap(Optional::stream)
        .filter(row -> expired(row, now))
        .map(CatalogRow::configKey)
        .toList();
  }

  private boolean expired(CatalogRow row, Instant now) {
    if (!index.hasRow(row)) {
      return false;
    }
    if (fresh(row, now)) {
      // The allowed age was raised since the timer was set.
      policy.staleAt(row).ifPresent(at -> index.putExpiry(row, at));
      return false;
    }
    index.dropRow(row);
    count(row.configKey(), row.itemType(), CatalogCounts.USABLE, CatalogCounts.STALE);
    return true;
  }

  /**
   * Looks at every row again if the allowed ages are other than when it was last asked: a row's
   * timer and place follow from the age that held when it changed.
   *
   * @return the rows that are usable by the ages of now, and were not before
   */
  List<CatalogRow> reconsider(Instant now) {
    String ages = policy.maxDataAge() + " " + new TreeMap<>(policy.maxDataAgeByConfig());
    List<CatalogRow> usable = new ArrayList<>();
    if (ages.equals(counts.get(AGES))) {
      return usable;
    }
    try (KeyValueIterator<String, CatalogChange> all = rows.all()) {
      while (all.hasNext()) {
        CatalogRow row = CatalogCodec.toModel(all.next().value);
        if (!expired(row, now) && row.eligible() && fresh(row, now) && !index.hasRow(row)) {
          index.putRow(row);
          policy.staleAt(row).ifPresent(at -> index.putExpiry(row, at));
          count(row.configKey(), row.itemType(), CatalogCounts.STALE, CatalogCounts.USABLE);
          usable.add(row);
        }
      }
    }
    counts.put(AGES, ages);
    return usable;
  }

  @Override
  public List<CatalogRow> best(
      String configKey, ItemType type, Criteria criteria, int limit, Instant now) {
    return index
        .best(configKey, type, criteria, time -> fresh(configKey, type, time, now), limit)
        .stream()
        .map(
            itemId ->
                row(configKey, type, itemId)
                    .orElseThrow(
                        () ->
                            new StoresDisagreeException(
                                "the index names row " + itemId + ", which is not stored")))
        .toList();
  }

  @Override
  public Optional<CatalogRow> row(String configKey, ItemType type, String itemId) {
    return Optional.ofNullable(rows.get(key(configKey, type, itemId))).map(CatalogCodec::toModel);
  }

  @Override
  public CatalogCounts counts(String configKey, ItemType type) {
    String stored = counts.get(countsKey(configKey, type));
    TreeMap<String, Long> byStanding = new TreeMap<>();
    if (stored != null && !stored.isEmpty()) {
      for (String each : stored.split(", ", -1)) {
        int space = each.indexOf(' ');
        byStanding.put(each.substring(space + 1), Long.parseLong(each.substring(0, space)));
      }
    }
    return new CatalogCounts(byStanding);
  }

  private void count(String configKey, ItemType type, String was, String is) {
    if (!is.equals(was)) {
      counts.put(countsKey(configKey, type), counts(configKey, type).moved(was, is).text());
    }
  }

  private static String standing(CatalogRow row, boolean usable) {
    if (!row.eligible()) {
      return row.reason();
    }
    return usable ? CatalogCounts.USABLE : CatalogCounts.STALE;
  }

  private boolean fresh(CatalogRow row, Instant now) {
    return fresh(row.configKey(), row.itemType(), row.contentTime(), now);
  }

  private boolean fresh(String configKey, ItemType type, Instant contentTime, Instant now) {
    Optional<Instant> staleAt = policy.staleAt(configKey, type, contentTime);
    return staleAt.isEmpty() || now.isBefore(staleAt.get());
  }

  private static boolean sameToRules(CatalogRow a, CatalogRow b) {
    return a.eligible() == b.eligible()
        && a.reason().equals(b.reason())
        && Objects.equals(a.sha256(), b.sha256())
        && Double.compare(a.qualityScore(), b.qualityScore()) == 0
        && a.sampleCount() == b.sampleCount()
        && a.contentTime().equals(b.contentTime());
  }

  private static String key(String configKey, ItemType type, String itemId) {
    return countsKey(configKey, type) + ItemsIndex.SEPARATOR + itemId;
  }

  private static String countsKey(String configKey, ItemType type) {
    return configKey + ItemsIndex.SEPARATOR + type;
  }
}
