package io.ringrift.dataplane.contract.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;

/**
 * A registry inside this JVM, for tests without a network ({@code mock://name}). Checks no
 * compatibility.
 *
 * <p>Named instances are shared through a static map, the one in this project: the serdes of a test
 * are made in different places, some by Kafka from a class name, and have to meet somewhere.
 */
public final class InMemoryRegistry implements SchemaRegistry {

  private static final ConcurrentMap<String, InMemoryRegistry> NAMED = new ConcurrentHashMap<>();

  private final Map<Schema, Integer> ids = new LinkedHashMap<>();
  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();

  /** The registry of that name, made at first use. */
  public static InMemoryRegistry named(String name) {
    return NAMED.computeIfAbsent(name, unused -> new InMemoryRegistry());
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    Integer id = ids.get(schema);
    if (id == null) {
      schemas.add(schema);
      id = schemas.size();
      ids.put(schema, id);
    }
    List<Integer> versions = subjects.computeIfAbsent(subject, unused -> new ArrayList<>());
    if (!versions.contains(id)) {
      versions.add(id);
    }
    return id;
  }

  @Override
  public synchronized int lookup(String subject, Schema schema) {
    Integer id = ids.get(schema);
    if (id == null || !versions(subject).contains(id)) {
      throw new SchemaNotFoundException(
          "subject " + subject + " does not hold schema " + schema.getFullName(), 40403);
    }
    return id;
  }

  @Override
  public synchronized Schema schema(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new SchemaNotFoundException("schema id " + id + " is unknown", 40403);
    }
    return schemas.get(id - 1);
  }

  @Override
  public Schema schema(UUID guid) {
    throw new SchemaNotFoundException("schema guid " + guid + " is unknown", 40403);
  }

  @Override
  public synchronized RegisteredSchema latest(String subject) {
    List<Integer> versions = versions(subject);
    int id = versions.get(versions.size() - 1);
    return new RegisteredSchema(subject, versions.size(), id, schema(id));
  }

  private List<Integer> versions(String subject) {
    List<Integer> versions = subjects.get(subject);
    if (versions == null) {
      throw new SchemaNotFoundException("subject " + subject + " is unknown", 40401);
    }
    return versions;
  }

  /** Does nothing: others may share it. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "in this JVM";
  }
}
