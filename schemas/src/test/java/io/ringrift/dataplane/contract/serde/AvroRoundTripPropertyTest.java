package io.ringrift.dataplane.contract.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.contract.ContractTypes;
import io.ringrift.dataplane.contract.registry.InMemoryRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.serialization.Serde;

/** Our serdes against Avro's generic reader and writer, which know nothing of our classes. */
class AvroRoundTripPropertyTest {

  private static final String TOPIC = "t";

  private final AvroSerdes serdes =
      new AvroSerdes(
          Map.of("schema.registry.url", "mock://round-trip", "avro.remove.java.properties", true));
  private final InMemoryRegistry registry = InMemoryRegistry.named("round-trip");

  @Provide
  Arbitrary<Class<? extends SpecificRecord>> types() {
    return Arbitraries.of(ContractTypes.ALL);
  }

  @Property(tries = 300)
  void readsWhatAnyoneWritesAndWritesWhatAnyoneReads(
      @ForAll("types") Class<? extends SpecificRecord> type, @ForAll long seed) throws IOException {
    roundTrip(type, seed);
  }

  private <T extends SpecificRecord> void roundTrip(Class<T> type, long seed) throws IOException {
    Schema schema = JavaProperties.remove(ContractTypes.schema(type));
    int id = registry.register(TOPIC + "-value", schema);
    GenericRecord original =
        (GenericRecord) new RandomData(schema, 1, seed, true).iterator().next();
    byte[] written = written(id, original);
    Serde<T> serde = serdes.forValue(type);

    T read = serde.deserializer().deserialize(TOPIC, written);
    byte[] again = serde.serializer().serialize(TOPIC, read);

    if (schema.toString().contains("\"type\":\"map\"")) {
      // Entries of a map have no order.
      assertThat(again).hasSameSizeAs(written);
    } else {
      assertThat(again).isEqualTo(written);
    }
    assertThat(serde.deserializer().deserialize(TOPIC, again)).isEqualTo(read);
    assertThat(readGenerically(schema, again)).isEqualTo(original);
  }

  private static byte[] written(int id, GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 0, 0, 0, (byte) id});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static GenericRecord readGenerically(Schema schema, byte[] bytes) throws IOException {
    return new GenericDatumReader<GenericRecord>(schema)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
  }
}
