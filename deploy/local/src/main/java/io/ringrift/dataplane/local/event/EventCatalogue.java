package io.ringrift.dataplane.local.event;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.json.AvroJson;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The events that a service can tell the data plane, read from the contract itself: a new member of
 * the payload union is there at once, with its fields.
 */
public final class EventCatalogue {
  private final Map<String, EventType> byName = new LinkedHashMap<>();

  public EventCatalogue() {
    for (Schema member : ClusterEvent.getClassSchema().getField("payload").schema().getTypes()) {
      EventType type = new EventType(AvroJson.typeName(member), member);
      byName.put(type.name(), type);
    }
  }

  /** In the order of the contract. */
  public Collection<EventType> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Upper or lower case, with {@code -} or {@code _}. */
  public Optional<EventType> find(String name) {
    return Optional.ofNullable(byName.get(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')));
  }
}
