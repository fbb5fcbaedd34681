package io.ringrift.dataplane.embedded.registry;

import org.apache.avro.Schema;

/** Avro schemas as text. */
final class AvroText {
  private AvroText() {}

  /**
   * Parses one schema. Its {@code toString()} is the canonical text by which schemas are compared
   * and stored: white space is gone, documentation and properties stay, as in Confluent's registry.
   *
   * @throws RegistryException 42201 with Avro's reason
   */
  static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (RuntimeException e) {
      // Mostly Avro's own exceptions, but some malformed texts make its parser stumble.
      throw RegistryException.invalidSchema(e.toString());
    }
  }
}
