package io.ringrift.dataplane.streams.intake;

import io.ringrift.dataplane.streams.model.ClusterEvent.Payload;
import java.util.List;
import java.util.function.Function;

/**
 * One row of the table: an event, how it is called, what it says.
 *
 * @param name in the contract, e.g. {@code TRAINING_STARTED}
 * @param aliases other names, in any case
 * @param folder of the items it speaks of, e.g. {@code npz}; null if it names no file
 * @param fields in the order of the reference page
 * @param payload makes the event of values whose required fields are there
 */
public record EventShape(
    String name,
    List<String> aliases,
    String folder,
    List<Field> fields,
    Function<Values, Payload> payload) {

  /** Whether the event has a field of this name. */
  boolean has(String field) {
    return fields.stream().anyMatch(each -> each.name().equals(field));
  }

  Field field(String field) {
    return fields.stream().filter(each -> each.name().equals(field)).findFirst().orElseThrow();
  }
}
