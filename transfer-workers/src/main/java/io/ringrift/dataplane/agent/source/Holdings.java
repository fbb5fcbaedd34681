package io.ringrift.dataplane.agent.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Holdings by item id, and by what they are for: who waits for the data of one config asks often,
 * and must not go through all that a node has. Not thread-safe.
 */
final class Holdings {
  private final NavigableMap<String, Holding> byItem = new TreeMap<>();
  private final Map<Purpose, NavigableMap<String, Holding>> byPurpose = new HashMap<>();

  private record Purpose(ItemKind kind, String configKey) {
    static Purpose of(Holding holding) {
      return new Purpose(holding.name().kind(), holding.name().configKey());
    }
  }

  /** Null: none. */
  Holding get(String itemId) {
    return byItem.get(itemId);
  }

  boolean has(String itemId) {
    return byItem.containsKey(itemId);
  }

  void put(Holding holding) {
    String itemId = holding.name().itemId();
    Holding before = byItem.put(itemId, holding);
    if (before != null && !before.name().equals(holding.name())) {
      // Whoever orders an item says what it is for, and may say something else the next time.
      forget(before);
    }
    byPurpose.computeIfAbsent(Purpose.of(holding), p -> new TreeMap<>()).put(itemId, holding);
  }

  void remove(String itemId) {
    Holding before = byItem.remove(itemId);
    if (before != null) {
      forget(before);
    }
  }

  int size() {
    return byItem.size();
  }

  /** By item id. */
  Collection<Holding> all() {
    return byItem.values();
  }

  /** Those whose item id begins with this. */
  Collection<Holding> under(String prefix) {
    // No item id has a character behind this one.
    return byItem.subMap(prefix, prefix + Character.MAX_VALUE).values();
  }

  /** Those of a config, by item id; a copy. */
  List<Holding> of(ItemKind kind, String configKey) {
    NavigableMap<String, Holding> found = byPurpose.get(new Purpose(kind, configKey));
    return found == null ? List.of() : new ArrayList<>(found.values());
  }

  private void forget(Holding holding) {
    Purpose purpose = Purpose.of(holding);
    NavigableMap<String, Holding> others = byPurpose.get(purpose);
    others.remove(holding.name().itemId());
    if (others.isEmpty()) {
      byPurpose.remove(purpose);
    }
  }
}
