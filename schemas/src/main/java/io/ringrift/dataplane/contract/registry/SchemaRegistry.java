package io.ringrift.dataplane.contract.registry;

import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * What serdes ask of a registry. Answers that can't change (an id, its schema) are cached without
 * end, within bounds.
 *
 * <p>Every method throws {@link RegistryUnreachableException} when no registry answers, {@link
 * SchemaNotFoundException} when it confirms not to know, {@link IncompatibleSchemaException} when
 * it refuses a schema, {@link UnusableSchemaException} when what it holds is no Avro schema, {@link
 * RegistryException} for any other refusal. Safe for use by many threads.
 */
public interface SchemaRegistry extends AutoCloseable {

  /** Scheme of a registry inside this JVM, shared by name: for tests. */
  String MOCK_SCHEME = "mock://";

  /**
   * The registry that {@code schema.registry.url} names: {@code mock://name} inside this JVM, else
   * a client over HTTP.
   */
  static SchemaRegistry open(Map<String, ?> config) {
    RegistryConfig parsed = RegistryConfig.of(config);
    return parsed.mockName().isPresent()
        ? InMemoryRegistry.named(parsed.mockName().get())
        : new RegistryClient(parsed);
  }

  /** Adds a schema to a subject unless it is there; gives its id. */
  int register(String subject, Schema schema);

  /** The id of a schema that the subject holds already. */
  int lookup(String subject, Schema schema);

  /** The schema of an id. */
  Schema schema(int id);

  /** The schema of a GUID, as records with magic byte 1 carry it. */
  Schema schema(UUID guid);

  /** The newest version of a subject; asked anew each time. */
  RegisteredSchema latest(String subject);

  @Override
  void close();
}
