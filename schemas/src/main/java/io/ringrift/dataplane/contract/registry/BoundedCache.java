package io.ringrift.dataplane.contract.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the entries used last. The lock is never held while a value is fetched, so a slow registry
 * delays only those who ask for what isn't known yet; two who ask at once both fetch.
 */
final class BoundedCache<K, V> {

  private final Map<K, V> entries;

  BoundedCache(int size) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > size;
          }
        };
  }

  V get(K key, Function<K, V> fetch) {
    V known;
    synchronized (entries) {
      known = entries.get(key);
    }
    if (known == null) {
      known = fetch.apply(key);
      put(key, known);
    }
    return known;
  }

  void put(K key, V value) {
    synchronized (entries) {
      entries.put(key, value);
    }
  }
}
