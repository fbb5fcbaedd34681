package io.ringrift.dataplane.local.event;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.check.ClusterEventCheck;
import io.ringrift.dataplane.contract.check.Fault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Fills in an event from text, field by field, as {@code dataplane emit} gets it. */
public final class EventForm {
  private final InstantSource clock;

  /**
   * @param clock for times given relative to now
   */
  public EventForm(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Makes the event.
   *
   * @param values text of the payload's fields by their names
   * @param source the emitting service
   * @throws InvalidEventException with every fault: field, value, what is allowed
   */
  public ClusterEvent fill(
      EventType type,
      Map<String, String> values,
      String eventId,
      Instant occurredAt,
      String source) {
    List<String> faults = new ArrayList<>();
    for (String name : values.keySet()) {
      if (type.field(name).isEmpty()) {
        faults.add("no field " + name + "; its fields: " + fieldNames(type));
      }
    }
    SpecificRecord payload =
        (SpecificRecord)
            SpecificData.newInstance(SpecificData.get().getClass(type.schema()), type.schema());
    for (EventField field : type.fields()) {
      Object value = value(field, values.get(field.name()), faults);
      if (faults.isEmpty()) {
        payload.put(field.position(), value);
      }
    }
    refuse(type, faults);
    ClusterEvent event =
        ClusterEvent.newBuilder()
            .setEventId(eventId)
            .setOccurredAt(occurredAt)
            .setSource(source)
            .setPayload(payload)
            .build();
    refuse(
        type,
        ClusterEventCheck.check(event, clock.instant()).stream().map(Fault::toString).toList());
    return event;
  }

  private static void refuse(EventType type, List<String> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidEventException(type.name(), faults);
    }
  }

  /** The key that a service would choose: the config, or the node. Any will do. */
  public static String key(ClusterEvent event) {
    SpecificRecord payload = (SpecificRecord) event.getPayload();
    return text(payload, "config_key")
        .or(() -> text(payload, "node_id"))
        .orElse(event.getEventId());
  }

  private Object value(EventField field, String text, List<String> faults) {
    if (text == null) {
      if (field.isRequired()) {
        faults.add(field.name() + " is missing, allowed: " + field.allowed());
        return null;
      }
      return field.defaultValue();
    }
    try {
      return field.parse(text, clock);
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
      return null;
    }
  }

  private static Optional<String> text(SpecificRecord payload, String fieldName) {
    return Optional.ofNullable(payload.getSchema().getField(fieldName))
        .map(field -> payload.get(field.pos()))
        .map(Object::toString);
  }

  private static String fieldNames(EventType type) {
    return String.join(", ", type.fields().stream().map(EventField::name).toList());
  }
}
