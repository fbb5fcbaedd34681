package io.ringrift.dataplane.streams.intake;

import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The values of one event by the names of the contract; null for what nobody said. */
final class Values {

  private final Map<String, Object> values = new HashMap<>();

  boolean has(String name) {
    return values.containsKey(name);
  }

  void put(String name, Object value) {
    values.put(name, value);
  }

  String text(String name) {
    return (String) values.get(name);
  }

  /** What nobody said is no. */
  boolean flag(String name) {
    return (Boolean) values.getOrDefault(name, false);
  }

  Long count(String name) {
    return (Long) values.get(name);
  }

  long count(String name, long otherwise) {
    return (Long) values.getOrDefault(name, otherwise);
  }

  Double number(String name) {
    return (Double) values.get(name);
  }

  Instant time(String name) {
    return (Instant) values.get(name);
  }

  ItemType itemType(String name, ItemType otherwise) {
    return (ItemType) values.getOrDefault(name, otherwise);
  }

  @SuppressWarnings("unchecked") // only roles are sets
  Set<String> words(String name) {
    return (Set<String>) values.get(name);
  }

  <T> T as(Class<T> type, String name) {
    return type.cast(values.get(name));
  }
}
