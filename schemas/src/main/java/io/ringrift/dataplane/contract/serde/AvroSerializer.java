package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes specific records in Confluent's wire format: byte 0, 4-byte schema id, Avro body; null
 * stays null (a tombstone). Can be named in {@code value.serializer} of any Kafka client. Safe for
 * use by many threads.
 *
 * <p>After the first record of a (topic, schema) nothing is looked up: each thread keeps its
 * buffer, its encoder and what it used last, and allocates no more than the array it returns.
 *
 * <p>Throws what {@link SchemaRegistry} throws, and SerializationException for a record that can't
 * be written, such as one with null in a field that allows none.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

  private final ThreadLocal<Writing> writing = ThreadLocal.withInitial(Writing::new);
  private SchemaRegistry owned;
  private SchemaIds ids;

  /** For Kafka, which calls {@link #configure} next. */
  public AvroSerializer() {}

  AvroSerializer(SchemaRegistry registry, SerdeConfig config) {
    this.ids = new SchemaIds(registry, config);
  }

  /** Does nothing when the registry was given at construction. */
  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if (ids == null) {
      owned = SchemaRegistry.open(configs);
      ids = new SchemaIds(owned, SerdeConfig.of(configs, isKey));
    }
  }

  @Override
  public byte[] serialize(String topic, T record) {
    return record == null ? null : writing.get().write(topic, record);
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }

  /** What one thread reuses from record to record. */
  private final class Writing {

    private final Frame frame = new Frame();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(frame, null);
    private final IdentityHashMap<Schema, DatumWriter<T>> writers = new IdentityHashMap<>();
    private String topic;
    private Schema schema;
    private int id;
    private DatumWriter<T> writer;

    @SuppressWarnings("ReferenceEquality") // the schema of a class is one object; equals is deep
    byte[] write(String toTopic, T record) {
      Schema recordSchema = record.getSchema();
      if (recordSchema != schema || !toTopic.equals(topic)) {
        turnTo(toTopic, record, recordSchema);
      }
      try {
        frame.start(id);
        writer.write(record, encoder);
        return frame.take();
      } catch (IOException | RuntimeException e) {
        throw new SerializationException(
            "a "
                + schema.getName()
                + " for topic "
                + topic
                + " can't be written: "
                + e.getMessage(),
            e);
      }
    }

    private void turnTo(String toTopic, T record, Schema recordSchema) {
      id = ids.id(toTopic, recordSchema);
      writer =
          writers.computeIfAbsent(
              recordSchema,
              s -> new SpecificDatumWriter<>(s, SpecificData.getForClass(record.getClass())));
      schema = recordSchema;
      topic = toTopic;
    }
  }
}
