package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.SchemaNotFoundException;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads specific records in Confluent's wire format, whatever version of the schema they were
 * written with. Can be named in {@code value.deserializer} of any Kafka client. Safe for use by
 * many threads.
 *
 * <p>Throws {@link UndecodableRecordException} for bytes that will never be readable, and what
 * {@link SchemaRegistry} throws when it can't be told.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  private final ThreadLocal<Reading> reading = ThreadLocal.withInitial(Reading::new);
  private SchemaRegistry registry;
  private Class<?> type;
  private boolean ownsRegistry;

  /** For Kafka, which calls {@link #configure} next. */
  public AvroDeserializer() {}

  AvroDeserializer(SchemaRegistry registry, Class<?> type) {
    this.registry = registry;
    this.type = type;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if (registry == null) {
      this.type = SerdeConfig.of(configs, isKey).type();
      this.registry = SchemaRegistry.open(configs);
      this.ownsRegistry = true;
    }
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    return bytes == null ? null : reading.get().read(bytes);
  }

  @Override
  public void close() {
    if (ownsRegistry && registry != null) {
      registry.close();
    }
  }

  private DatumReader<T> reader(Schema writer) {
    Class<?> wanted = type == null ? SpecificData.get().getClass(writer) : type;
    if (wanted == null) {
      throw new UndecodableRecordException(
          Cause.OTHER_TYPE, "no class " + writer.getFullName() + " to read the record as", null);
    }
    Schema expected = SpecificData.get().getSchema(wanted);
    boolean same = JavaProperties.remove(writer).equals(JavaProperties.remove(expected));
    return new SpecificDatumReader<>(
        same ? expected : writer, expected, SpecificData.getForClass(wanted));
  }

  /** What one thread reuses from record to record. */
  private final class Reading {

    private final Map<Integer, DatumReader<T>> byId = new HashMap<>();
    private final Map<UUID, DatumReader<T>> byGuid = new HashMap<>();
    private BinaryDecoder decoder;
    private int lastId = -1;
    private DatumReader<T> last;

    T read(byte[] bytes) {
      int header =
          switch (bytes.length == 0 ? -1 : bytes[0]) {
            case WireFormat.MAGIC_ID -> WireFormat.ID_HEADER_BYTES;
            case WireFormat.MAGIC_GUID -> WireFormat.GUID_HEADER_BYTES;
            default ->
                throw new UndecodableRecordException(
                    Cause.NOT_FRAMED,
                    bytes.length == 0
                        ? "the record is empty, allowed: magic byte 0 or 1 first"
                        : "magic byte is " + bytes[0] + ", allowed: 0 or 1",
                    null);
          };
      if (bytes.length < header) {
        throw new UndecodableRecordException(
            Cause.NOT_FRAMED,
            "the record has " + bytes.length + " bytes, its header alone needs " + header,
            null);
      }
      DatumReader<T> reader = header == WireFormat.ID_HEADER_BYTES ? byId(bytes) : byGuid(bytes);
      try {
        decoder = DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, decoder);
        T record = reader.read(null, decoder);
        if (!decoder.isEnd()) {
          throw new UndecodableRecordException(
              Cause.MALFORMED, "bytes are left after the record", null);
        }
        return record;
      } catch (AvroTypeException e) {
        throw new UndecodableRecordException(Cause.OTHER_TYPE, e.getMessage(), e);
      } catch (IOException | RuntimeException e) {
        if (e instanceof UndecodableRecordException told) {
          throw told;
        }
        throw new UndecodableRecordException(
            Cause.MALFORMED, "the body doesn't follow its schema: " + e, e);
      }
    }

    private DatumReader<T> byId(byte[] bytes) {
      int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
      if (id != lastId) {
        DatumReader<T> reader = byId.get(id);
        if (reader == null) {
          try {
            reader = reader(registry.schema(id));
          } catch (SchemaNotFoundException e) {
            throw new UndecodableRecordException(
                Cause.UNKNOWN_SCHEMA, "the registry does not know schema id " + id, e);
          }
          byId.put(id, reader);
        }
        last = reader;
        lastId = id;
      }
      return last;
    }

    private DatumReader<T> byGuid(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 16);
      UUID guid = new UUID(buffer.getLong(), buffer.getLong());
      DatumReader<T> reader = byGuid.get(guid);
      if (reader == null) {
        try {
          reader = reader(registry.schema(guid));
        } catch (SchemaNotFoundException e) {
          throw new UndecodableRecordException(
              Cause.UNKNOWN_SCHEMA, "the registry does not know schema guid " + guid, e);
        }
        byGuid.put(guid, reader);
      }
      return reader;
    }
  }
}
