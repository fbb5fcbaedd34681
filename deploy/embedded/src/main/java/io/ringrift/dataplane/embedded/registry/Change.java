package io.ringrift.dataplane.embedded.registry;

import java.util.List;

/**
 * What a request decides: the records to write, all or none, and the answer once they are written.
 */
record Change<T>(List<SchemaRecord> records, T answer) {
  Change {
    records = List.copyOf(records);
  }

  static <T> Change<T> nothing(T answer) {
    return new Change<>(List.of(), answer);
  }

  static <T> Change<T> of(SchemaRecord record, T answer) {
    return new Change<>(List.of(record), answer);
  }
}
