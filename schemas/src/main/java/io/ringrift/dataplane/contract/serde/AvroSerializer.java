package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.RegisteredSchema;
import io.ringrift.dataplane.contract.registry.RegistryException;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
 * <p>After the first record of a (topic, schema) no lookup takes place: each thread keeps its
 * buffer, its encoder and what it used last.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

  private final ThreadLocal<Writing> writing = ThreadLocal.withInitial(Writing::new);
  private final ConcurrentMap<String, Integer> ids = new ConcurrentHashMap<>();
  private SchemaRegistry registry;
  private SerdeConfig config;
  private boolean isKey;
  private boolean ownsRegistry;

  /** For Kafka, which calls {@link #configure} next. */
  public AvroSerializer() {}

  AvroSerializer(SchemaRegistry registry, SerdeConfig config, boolean isKey) {
    this.registry = registry;
    this.config = config;
    this.isKey = isKey;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    if (registry == null) {
      this.config = SerdeConfig.of(configs, isKey);
      this.isKey = isKey;
      this.registry = SchemaRegistry.open(configs);
      this.ownsRegistry = true;
    }
  }

  @Override
  public byte[] serialize(String topic, T record) {
    return record == null ? null : writing.get().write(topic, record);
  }

  @Override
  public void close() {
    if (ownsRegistry && registry != null) {
      registry.close();
    }
  }

  private int id(String topic, Schema schema) {
    String subject = config.naming().subject(topic, isKey, schema);
    return ids.computeIfAbsent(
        subject + '\0' + schema.getFullName(), unused -> ask(subject, schema));
  }

  private int ask(String subject, Schema schema) {
    Schema sent = config.removeJavaProperties() ? JavaProperties.remove(schema) : schema;
    if (config.autoRegister()) {
      return registry.register(subject, sent);
    }
    if (config.useLatest()) {
      RegisteredSchema latest = registry.latest(subject);
      if (!JavaProperties.remove(latest.schema()).equals(JavaProperties.remove(schema))) {
        throw new RegistryException(
            "use.latest.version is set, but version "
                + latest.version()
                + " of subject "
                + subject
                + " is not the schema that this program writes",
            200,
            0);
      }
      return latest.id();
    }
    return registry.lookup(subject, sent);
  }

  /** What one thread reuses from record to record. */
  private final class Writing {

    private final WireFormat.Frame frame = new WireFormat.Frame();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(frame, null);
    private final Map<Schema, DatumWriter<T>> writers = new IdentityHashMap<>();
    private String topic;
    private Schema schema;
    private int id;
    private DatumWriter<T> writer;

    byte[] write(String toTopic, T record) {
      Schema recordSchema = record.getSchema();
      if (recordSchema != schema || !toTopic.equals(topic)) {
        id = id(toTopic, recordSchema);
        writer =
            writers.computeIfAbsent(
                recordSchema,
                s -> new SpecificDatumWriter<>(s, SpecificData.getForClass(record.getClass())));
        schema = recordSchema;
        topic = toTopic;
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
  }
}
