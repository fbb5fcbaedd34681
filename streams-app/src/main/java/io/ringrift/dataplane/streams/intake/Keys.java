package io.ringrift.dataplane.streams.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names in one event, whatever their spelling ({@code nodeId}, {@code NODE-ID}) and whether
 * they stand at the top or inside the payload; remembers which were used. A null or blank value is
 * none.
 */
final class Keys {

  /** Names under which services put the payload. */
  static final Set<String> CONTAINERS = Set.of("payload", "data", "body", "event_data");

  /**
   * One name as it stands in the JSON.
   *
   * @param name as it is written
   * @param top whether it stands beside the payload and not in it
   */
  record Found(String name, JsonNode value, boolean top) {

    /** The value as text, containers as JSON. */
    String text() {
      return value.isValueNode() ? value.asText().strip() : value.toString();
    }
  }

  private final Map<String, List<Found>> found = new LinkedHashMap<>();
  private final SortedSet<String> unused = new TreeSet<>();

  static Keys of(ObjectNode event) {
    Keys keys = new Keys();
    List<ObjectNode> inner = new ArrayList<>();
    keys.add(event, true, inner);
    inner.forEach(payload -> keys.add(payload, false, new ArrayList<>()));
    return keys;
  }

  private void add(ObjectNode object, boolean top, List<ObjectNode> inner) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = canonical(entry.getKey());
      JsonNode value = entry.getValue();
      if (top && CONTAINERS.contains(name) && value instanceof ObjectNode payload) {
        inner.add(payload);
      } else if (!isNone(value)) {
        found
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(new Found(entry.getKey(), value, top));
        unused.add(entry.getKey());
      }
    }
  }

  /** All that stand under the name, those at the top first. */
  List<Found> look(String name) {
    return found.getOrDefault(name, List.of());
  }

  void use(Found used) {
    unused.remove(used.name());
  }

  /** The names that nobody used, sorted. */
  List<String> unused() {
    return List.copyOf(unused);
  }

  private static boolean isNone(JsonNode value) {
    return value.isNull() || (value.isTextual() && value.asText().isBlank());
  }

  private static String canonical(String name) {
    return name.strip()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .replaceAll("[-. ]", "_")
        .toLowerCase(Locale.ROOT);
  }
}
