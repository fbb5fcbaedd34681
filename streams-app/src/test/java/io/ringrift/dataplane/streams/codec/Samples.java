package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Makes a value of every event from its record components, so that a new event needs no line. */
final class Samples {

  static final Instant T = Instant.parse("2026-11-24T08:00:00.123Z");

  private Samples() {}

  /** Every payload class: the leaves of the sealed hierarchy. */
  static List<Class<?>> payloads() {
    return leaves(ClusterEvent.Payload.class).toList();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Samples::leaves)
        : Stream.of(type);
  }

  /** The payload's schema in the union of the contract, by name; null if there is none. */
  static Schema schemaOf(Class<?> payload) {
    Schema union =
        io.ringrift.dataplane.avro.ClusterEvent.getClassSchema().getField("payload").schema();
    return union.getTypes().stream()
        .filter(each -> each.getName().equals(payload.getSimpleName()))
        .findFirst()
        .orElse(null);
  }

  /**
   * @param full false: everything that the contract lets be null is null
   */
  static ClusterEvent event(Class<?> payload, boolean full) throws ReflectiveOperationException {
    RecordComponent[] components = payload.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = full || !nullable(payload, components[i]) ? value(components[i], i) : null;
    }
    Object made = payload.getDeclaredConstructor(types).newInstance(values);
    return new ClusterEvent("event-1", T, "test", (ClusterEvent.Payload) made);
  }

  private static boolean nullable(Class<?> payload, RecordComponent component) {
    String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    Schema.Field field = schemaOf(payload).getField(name);
    if (field == null) {
      throw new AssertionError("no field " + name + " in " + schemaOf(payload).getName());
    }
    return field.schema().isNullable();
  }

  /** Differs from component to component, so that swapped fields show. */
  private static Object value(RecordComponent component, int position) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return component.getName() + "-" + position;
    } else if (type == long.class || type == Long.class) {
      return 1000L + position;
    } else if (type == Double.class) {
      return 0.5 + position;
    } else if (type == boolean.class) {
      return true;
    } else if (type == Instant.class) {
      return T.plusSeconds(position);
    } else if (type == Set.class) {
      return Set.of("training", "storage");
    } else if (type == ItemType.class) {
      return ItemType.MODEL;
    } else if (type == NodeKind.class) {
      return NodeKind.DRIVE;
    } else if (type == ClusterEvent.Scope.class) {
      return ClusterEvent.Scope.NODE;
    }
    throw new AssertionError("no sample value for " + type);
  }
}
