package io.ringrift.dataplane.local.event;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * One event: its name in the words of the architecture decision and its payload's schema.
 *
 * @param name e.g. {@code TRAINING_STARTED}
 * @param schema of the payload
 */
public record EventType(String name, Schema schema) {

  public List<EventField> fields() {
    return schema.getFields().stream().map(EventField::new).toList();
  }

  public Optional<EventField> field(String fieldName) {
    return Optional.ofNullable(schema.getField(fieldName)).map(EventField::new);
  }

  /** What the event says, without its name in front. */
  public String doc() {
    String doc = schema.getDoc();
    return doc.startsWith(name + ": ") ? doc.substring(name.length() + 2) : doc;
  }
}
