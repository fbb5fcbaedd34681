package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.RegistryException;
import io.ringrift.dataplane.contract.registry.SchemaNotFoundException;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import io.ringrift.dataplane.contract.registry.UnusableSchemaException;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException.Cause;
import java.io.IOException;
import java.util.UUID;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Makes the reader for one writer schema. */
final class Readers<T extends SpecificRecord> {

  private final SchemaRegistry registry;
  private final Class<?> type;

  /**
   * @param type what to read as; null: the class that the writer schema names
   */
  Readers(SchemaRegistry registry, Class<?> type) {
    this.registry = registry;
    this.type = type;
  }

  DatumReader<T> byId(int id) {
    if (id < 1) {
      // Ids count from 1; registries differ in how they answer to others, one with 500.
      throw unknown("schema id is " + id + ", allowed: 1 or more", null);
    }
    try {
      return reader(registry.schema(id), "schema id " + id);
    } catch (SchemaNotFoundException e) {
      throw unknown("the registry does not know schema id " + id, e);
    } catch (UnusableSchemaException e) {
      throw otherType("schema id " + id + ": " + e.getMessage(), e);
    }
  }

  DatumReader<T> byGuid(UUID guid) {
    try {
      return reader(registry.schema(guid), "schema guid " + guid);
    } catch (UnusableSchemaException e) {
      throw otherType("schema guid " + guid + ": " + e.getMessage(), e);
    } catch (RegistryException e) {
      // Many registries have no such route. Nobody writes GUIDs to our topics, but one garbage
      // record
      // in 256 begins like one, and must not stop the rest.
      if (e.status() == 404) {
        throw unknown("the registry does not know schema guid " + guid, e);
      }
      throw e;
    }
  }

  private DatumReader<T> reader(Schema writer, String origin) {
    Class<?> wanted = type == null ? named(writer) : type;
    if (wanted == null || !SpecificRecord.class.isAssignableFrom(wanted)) {
      throw otherType(
          origin + " is " + writer.getFullName() + ", for which there is no class", null);
    }
    Schema expected = SpecificData.get().getSchema(wanted);
    // Told that both are the same, Avro needs no resolving. They never are to the letter: ours
    // names
    // Java's string class.
    boolean same = JavaProperties.remove(writer).equals(JavaProperties.remove(expected));
    try {
      // Avro's other reader takes three times as long. It would use this one by itself, but not for
      // a data model of our own. A builder for each reader: no thread sees another's.
      return new FastReaderBuilder(new ReadModel(wanted))
          .withClassPropEnabled(false)
          .createDatumReader(same ? expected : writer, expected);
    } catch (IOException | AvroRuntimeException e) {
      throw new UndecodableRecordException(
          Cause.OTHER_TYPE, origin + " can't be read as " + wanted.getSimpleName() + ": " + e, e);
    }
  }

  /** Null when there is none, or one that Avro was not told to trust. */
  private static Class<?> named(Schema writer) {
    try {
      return SpecificData.get().getClass(writer);
    } catch (SecurityException e) {
      return null;
    }
  }

  private static UndecodableRecordException unknown(String message, RegistryException cause) {
    return new UndecodableRecordException(Cause.UNKNOWN_SCHEMA, message, cause);
  }

  private static UndecodableRecordException otherType(String message, RegistryException cause) {
    return new UndecodableRecordException(Cause.OTHER_TYPE, message, cause);
  }
}
