package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.RegisteredSchema;
import io.ringrift.dataplane.contract.registry.RegistryException;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;

/** Under which id a serializer writes, asked of the registry once for each (subject, schema). */
final class SchemaIds {

  private record SubjectSchema(String subject, Schema schema) {}

  private final SchemaRegistry registry;
  private final SerdeConfig config;
  private final ConcurrentMap<SubjectSchema, Integer> known = new ConcurrentHashMap<>();

  SchemaIds(SchemaRegistry registry, SerdeConfig config) {
    this.registry = registry;
    this.config = config;
  }

  int id(String topic, Schema schema) {
    String subject = config.naming().subject(topic, config.isKey(), schema);
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer id = known.get(key);
    if (id == null) {
      id = ask(subject, schema);
      known.put(key, id);
    }
    return id;
  }

  /** In Confluent's order: register, else a given id, else the newest version, else look it up. */
  private int ask(String subject, Schema schema) {
    Schema sent = config.removeJavaProperties() ? JavaProperties.remove(schema) : schema;
    if (config.autoRegister()) {
      return registry.register(subject, sent);
    }
    if (config.schemaId() >= 0) {
      return same(
          schema,
          registry.schema(config.schemaId()),
          config.schemaId(),
          SerdeKeys.USE_SCHEMA_ID + "=" + config.schemaId());
    }
    if (config.useLatest()) {
      RegisteredSchema latest = registry.latest(subject);
      return same(
          schema,
          latest.schema(),
          latest.id(),
          SerdeKeys.USE_LATEST + ", version " + latest.version() + " of subject " + subject);
    }
    return registry.lookup(subject, sent);
  }

  /** A record can only be written with the schema of its class: under any other id it would lie. */
  private static int same(Schema written, Schema registered, int id, String setting) {
    if (!JavaProperties.remove(registered).equals(JavaProperties.remove(written))) {
      throw new RegistryException(
          setting
              + ": that schema is not the one that this program writes ("
              + written.getFullName()
              + ")",
          200,
          0);
    }
    return id;
  }
}
