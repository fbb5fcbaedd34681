package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.RandomData;

/**
 * Has the serdes learn all schemas before the stages start. Otherwise each asks the registry at its
 * first record or row, in the middle of a transaction, and a registry that is away just then costs
 * the stream thread. It also shows at the start, not hours later, that the registry refuses one of
 * our schemas.
 */
final class SchemaWarmUp {

  private static final String RECORDS = NodeState.class.getPackageName() + ".";
  private static final long SEED = 1;

  private SchemaWarmUp() {}

  /**
   * Writes and reads a made-up record for each topic and throws it away.
   *
   * @throws io.ringrift.dataplane.contract.registry.RegistryUnreachableException if the registry
   *     doesn't answer
   * @throws io.ringrift.dataplane.contract.registry.RegistryException if it refuses a schema
   */
  static void learn(Topics topics) {
    topics.all().forEach(SchemaWarmUp::learn);
  }

  private static <V> void learn(Topic<V> topic) {
    Class<?> type;
    try {
      type = Class.forName(RECORDS + topic.use().value());
    } catch (ClassNotFoundException e) {
      return; // Text or raw bytes.
    }
    @SuppressWarnings("unchecked") // the catalogue names the type of the topic's values
    V record = (V) madeUp(SpecificData.get().getSchema(type));
    byte[] bytes = topic.value().serializer().serialize(topic.name(), record);
    topic.value().deserializer().deserialize(topic.name(), bytes);
  }

  private static Object madeUp(Schema schema) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      Object generic = new RandomData(schema, 1, SEED).iterator().next();
      new GenericDatumWriter<>(schema).write(generic, encoder);
      encoder.flush();
      return new SpecificDatumReader<>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
