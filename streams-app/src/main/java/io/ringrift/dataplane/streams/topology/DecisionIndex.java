package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.decision.Criteria;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Everything the decisions stage finds by range: one store, one leading byte for each kind of
 * entry.
 *
 * <pre>
 *   C {@link CatalogOrder}            usable rows, best first; value: samples
 *   E time config 0 type 0 item  when a usable row becomes stale
 *   T time config 0 need         when a need is looked at again
 *   V time event                 when an event that was seen is forgotten
 *   U config 0 need              open needs that would take one more item; value: target
 *   O config 0 need              open needs
 * </pre>
 *
 * <p>The unfilled needs are held in memory besides: every change of the catalog asks for them, and
 * there are few.
 *
 * <p>Entries of needs follow from the need alone, so {@link #moved} keeps them right for any change
 * of it.
 */
final class DecisionIndex {

  private static final char SEPARATOR = ItemsIndex.SEPARATOR;

  private final KeyValueStore<byte[], byte[]> store;
  private final Timers expiry;
  private final Timers needTimers;
  private final Timers seenTimers;

  /** Target by config 0 need. */
  private final SortedMap<String, String> unfilled = new TreeMap<>();

  DecisionIndex(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
    expiry = new Timers(store, 'E');
    needTimers = new Timers(store, 'T');
    seenTimers = new Timers(store, 'V');
    try (KeyValueIterator<byte[], byte[]> range = prefixed(new byte[] {'U'})) {
      range.forEachRemaining(
          entry ->
              unfilled.put(name(entry.key, 1), new String(entry.value, StandardCharsets.UTF_8)));
    }
  }

  // ---- catalog

  boolean hasRow(CatalogRow row) {
    return store.get(kind('C', CatalogOrder.key(row))) != null;
  }

  void putRow(CatalogRow row) {
    byte[] samples = ByteBuffer.allocate(Long.BYTES).putLong(row.sampleCount()).array();
    store.put(kind('C', CatalogOrder.key(row)), samples);
  }

  void dropRow(CatalogRow row) {
    store.delete(kind('C', CatalogOrder.key(row)));
  }

  /** Ids of rows that meet the criteria, best first; reads no row. */
  List<String> best(
      String configKey, ItemType type, Criteria criteria, Predicate<Instant> fresh, int limit) {
    List<String> best = new ArrayList<>();
    byte[] prefix = kind('C', CatalogOrder.prefix(configKey, type));
    try (KeyValueIterator<byte[], byte[]> range = prefixed(prefix)) {
      while (range.hasNext() && best.size() < limit) {
        KeyValue<byte[], byte[]> entry = range.next();
        CatalogOrder order = CatalogOrder.parse(entry.key, prefix.length);
        if (order.quality() < criteria.minQuality()) {
          break;
        }
        long samples = ByteBuffer.wrap(entry.value).getLong();
        if (criteria.meets(order.quality(), samples, order.contentTime())
            && fresh.test(order.contentTime())) {
          best.add(order.itemId());
        }
      }
    }
    return best;
  }

  void putExpiry(CatalogRow row, Instant staleAt) {
    expiry.put(staleAt, rowName(row));
  }

  void dropExpiry(CatalogRow row, Instant staleAt) {
    expiry.drop(staleAt, rowName(row));
  }

  /** Takes up to {@code limit} rows whose time to become stale has come. */
  List<RowName> takeExpired(Instant now, int limit) {
    List<RowName> rows = new ArrayList<>();
    for (Timers.Due due : expiry.due(now, limit)) {
      expiry.drop(due.at(), due.name());
      String[] parts = due.name().split(String.valueOf(SEPARATOR), -1);
      rows.add(new RowName(parts[0], ItemType.valueOf(parts[1]), parts[2]));
    }
    return rows;
  }

  record RowName(String configKey, ItemType type, String itemId) {}

  private static String rowName(CatalogRow row) {
    return row.configKey() + SEPARATOR + row.itemType() + SEPARATOR + row.itemId();
  }

  // ---- needs

  /** Brings all entries of a need in line with its change; null: not there. */
  void moved(Need before, Need after) {
    boolean sameTimer =
        before != null
            && after != null
            && before.dueAt() != null
            && before.dueAt().equals(after.dueAt());
    if (!sameTimer && before != null && before.dueAt() != null) {
      needTimers.drop(before.dueAt(), needName(before));
    }
    if (!sameTimer && after != null && after.dueAt() != null) {
      needTimers.put(after.dueAt(), needName(after));
    }
    boolean wasOpen = before != null && before.open();
    boolean isOpen = after != null && after.open();
    if (wasOpen && !isOpen) {
      store.delete(text('O', needName(before)));
    } else if (isOpen && !wasOpen) {
      store.put(text('O', needName(after)), new byte[0]);
    }
    boolean was = before != null && before.unfilled() > 0;
    boolean is = after != null && after.unfilled() > 0;
    if (was && !is) {
      store.delete(text('U', needName(before)));
      unfilled.remove(needName(before));
    } else if (is && !was) {
      store.put(text('U', needName(after)), after.targetNode().getBytes(StandardCharsets.UTF_8));
      unfilled.put(needName(after), after.targetNode());
    }
  }

  /** Up to {@code limit} needs whose time has come, the longest due first. */
  List<NeedName> due(Instant now, int limit) {
    return needTimers.due(now, limit).stream().map(due -> NeedName.parse(due.name())).toList();
  }

  /** Open needs of the config that would take one more item. */
  List<NeedName> unfilled(String configKey) {
    String from = configKey + SEPARATOR;
    String to = configKey + (char) (SEPARATOR + 1);
    return unfilled.subMap(from, to).keySet().stream().map(NeedName::parse).toList();
  }

  /** Open needs of the config. */
  List<NeedName> open(String configKey) {
    List<NeedName> open = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> range = prefixed(text('O', configKey + SEPARATOR))) {
      range.forEachRemaining(entry -> open.add(NeedName.parse(name(entry.key, 1))));
    }
    return open;
  }

  /** Open needs for the target, of all configs, that would take one more item. */
  List<NeedName> unfilledAt(String targetNode) {
    return unfilled.entrySet().stream()
        .filter(entry -> entry.getValue().equals(targetNode))
        .map(entry -> NeedName.parse(entry.getKey()))
        .toList();
  }

  // ---- events

  /** When events that were seen are forgotten. */
  Timers seenTimers() {
    return seenTimers;
  }

  record NeedName(String configKey, String needId) {

    private static NeedName parse(String name) {
      int end = name.indexOf(SEPARATOR);
      return new NeedName(name.substring(0, end), name.substring(end + 1));
    }
  }

  private static String needName(Need need) {
    return need.configKey() + SEPARATOR + need.needId();
  }

  // ---- keys

  private KeyValueIterator<byte[], byte[]> prefixed(byte[] prefix) {
    return store.prefixScan(prefix, new ByteArraySerializer());
  }

  private static byte[] kind(char kind, byte[] rest) {
    return ByteBuffer.allocate(1 + rest.length).put((byte) kind).put(rest).array();
  }

  private static byte[] text(char kind, String name) {
    return kind(kind, name.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(byte[] key, int from) {
    return new String(key, from, key.length - from, StandardCharsets.UTF_8);
  }
}
