package io.ringrift.dataplane.streams.decision;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many rows of a (config, type) stand how: what a reason for a lack of data is made of.
 *
 * @param byStanding {@link #USABLE}, {@link #STALE}, or the row's own word for why it isn't
 *     eligible
 */
public record CatalogCounts(SortedMap<String, Long> byStanding) {

  /** Eligible and fresh. */
  public static final String USABLE = "usable";

  /** Eligible, but older than allowed. */
  public static final String STALE = "stale";

  public static final String UNVALIDATED = "no_validated_content";
  public static final String UNREACHABLE = "no_reachable_source";

  public static final CatalogCounts NONE = new CatalogCounts(new TreeMap<>());

  public CatalogCounts {
    byStanding = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(byStanding));
    byStanding.forEach(
        (standing, count) -> {
          if (count < 1) {
            throw new IllegalArgumentException(standing + ": " + count + ", allowed: 1 or more");
          }
        });
  }

  public long of(String standing) {
    return byStanding.getOrDefault(standing, 0L);
  }

  /** One row more here, one less there; null: it is new, or gone. */
  public CatalogCounts moved(String from, String to) {
    Map<String, Long> next = new TreeMap<>(byStanding);
    if (from != null) {
      next.computeIfPresent(from, (standing, count) -> count == 1 ? null : count - 1);
    }
    if (to != null) {
      next.merge(to, 1L, Long::sum);
    }
    return new CatalogCounts(new TreeMap<>(next));
  }

  /** For people, e.g. {@code 2 stale, 1 no_reachable_source}; empty when there is nothing. */
  public String text() {
    StringBuilder text = new StringBuilder();
    byStanding.forEach(
        (standing, count) ->
            text.append(text.length() == 0 ? "" : ", ").append(count).append(' ').append(standing));
    return text.toString();
  }
}
