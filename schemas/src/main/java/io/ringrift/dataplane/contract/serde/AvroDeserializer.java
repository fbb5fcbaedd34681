package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException.Cause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads specific records in Confluent's wire format, whatever version of the schema they were
 * written with. Can be named in {@code value.deserializer} of any Kafka client. Safe for use by
 * many threads.
 *
 * <p>Throws {@link UndecodableRecordException} for bytes that will never be readable, and what
 * {@link SchemaRegistry} throws when that can't be told. Each thread keeps a decoder, and a reader
 * for each schema id it has met.
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  private final ThreadLocal<Reading> reading = ThreadLocal.withInitial(Reading::new);
  private SchemaRegistry owned;
  private Readers<T> readers;

  /** For Kafka, which calls {@link #configure} next. */
  public AvroDeserializer() {}

  AvroDeserializer(SchemaRegistry registry, Class<T> type) {
    readers = new Readers<>(registry, type);
  }

  /** Does nothing when the registry was given at construction. */
  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if (readers == null) {
      owned = SchemaRegistry.open(configs);
      readers = new Readers<>(owned, SerdeConfig.of(configs, isKey).type());
    }
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    return bytes == null ? null : reading.get().read(bytes);
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }

  /** What one thread reuses from record to record. */
  private final class Reading {

    private final Map<Integer, DatumReader<T>> byId = new HashMap<>();
    private final Map<UUID, DatumReader<T>> byGuid = new HashMap<>();
    private BinaryDecoder decoder;
    private int lastId;
    private DatumReader<T> last;

    T read(byte[] bytes) {
      int header = headerBytes(bytes);
      DatumReader<T> reader =
          header == Frame.ID_HEADER_BYTES
              ? byId(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt())
              : byGuid(ByteBuffer.wrap(bytes, 1, 2 * Long.BYTES));
      try {
        decoder = DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, decoder);
        T record = reader.read(null, decoder);
        if (decoder.isEnd()) {
          return record;
        }
      } catch (AvroTypeException e) {
        throw new UndecodableRecordException(Cause.OTHER_TYPE, e.getMessage(), e);
      } catch (IOException | RuntimeException e) {
        throw new UndecodableRecordException(
            Cause.MALFORMED, "the body doesn't follow its schema: " + e, e);
      }
      throw new UndecodableRecordException(Cause.MALFORMED, "bytes are left after the body", null);
    }

    private DatumReader<T> byId(int id) {
      if (last == null || id != lastId) {
        last = byId.computeIfAbsent(id, readers::byId);
        lastId = id;
      }
      return last;
    }

    private DatumReader<T> byGuid(ByteBuffer guid) {
      return byGuid.computeIfAbsent(new UUID(guid.getLong(), guid.getLong()), readers::byGuid);
    }
  }

  private static int headerBytes(byte[] bytes) {
    if (bytes.length == 0) {
      throw notFramed("the record is empty, allowed: magic byte 0 or 1 first");
    }
    int header =
        switch (bytes[0]) {
          case Frame.MAGIC_ID -> Frame.ID_HEADER_BYTES;
          case Frame.MAGIC_GUID -> Frame.GUID_HEADER_BYTES;
          default -> throw notFramed("magic byte is " + bytes[0] + ", allowed: 0 or 1");
        };
    if (bytes.length < header) {
      throw notFramed("the record has " + bytes.length + " bytes, its header needs " + header);
    }
    return header;
  }

  private static UndecodableRecordException notFramed(String message) {
    return new UndecodableRecordException(Cause.NOT_FRAMED, message, null);
  }
}
