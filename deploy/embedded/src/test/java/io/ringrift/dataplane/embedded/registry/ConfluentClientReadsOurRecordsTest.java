package io.ringrift.dataplane.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecordBuilder;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryEncoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Confluent's own registry client (7.5.3, relocated into a jar of Flink's, with an Avro of its own)
 * against our records, our client and our registry: two independent parties that have to agree on
 * every byte.
 */
class ConfluentClientReadsOurRecordsTest {

  private static final int HEADER = 5;
  private static final Instant TIME = Instant.ofEpochMilli(1_764_000_000_123L);

  private DevelopmentRegistry registry;
  private Topics topics;
  private SchemaRegistryClient confluent;

  @BeforeEach
  void start() {
    SchemaStore store = new SchemaStore();
    registry = DevelopmentRegistry.start(0, store, new MemorySchemaLog(store));
    topics = new Topics(Map.of("schema.registry.url", registry.url()), 3);
    confluent =
        new CachedSchemaRegistryClient(
            List.of(registry.url()), 100, List.of(new AvroSchemaProvider()), Map.of());
  }

  @AfterEach
  void stop() throws IOException {
    confluent.close();
    topics.close();
    registry.close();
  }

  @Test
  void confluentsClientReadsWhatOursWrote() throws Exception {
    Topic<ClusterEvent> events = topics.events();
    ClusterEvent event =
        ClusterEvent.newBuilder()
            .setEventId("e-1")
            .setOccurredAt(TIME)
            .setSource("exporter")
            .setPayload(
                NpzExportComplete.newBuilder()
                    .setConfigKey("hex8_2p")
                    .setNodeId("gpu-1")
                    .setItemId("npz/hex8_2p/über.npz")
                    .setQualityScore(0.75)
                    .build())
            .build();

    byte[] bytes = events.value().serializer().serialize(events.name(), event);
    GenericRecord read = readByConfluent(bytes);

    assertThat(read.get("event_id").toString()).isEqualTo("e-1");
    assertThat(read.get("occurred_at")).isEqualTo(TIME.toEpochMilli());
    GenericRecord payload = (GenericRecord) read.get("payload");
    assertThat(payload.getSchema().getFullName())
        .isEqualTo("io.ringrift.dataplane.avro.NpzExportComplete");
    assertThat(payload.get("item_id").toString()).isEqualTo("npz/hex8_2p/über.npz");
    assertThat(payload.get("quality_score")).isEqualTo(0.75);
    assertThat(payload.get("sha256")).isNull();
  }

  private GenericRecord readByConfluent(byte[] bytes) throws IOException, RestClientException {
    assertThat(bytes[0]).isZero();
    int id = ByteBuffer.wrap(bytes).getInt(1);
    Schema schema = ((AvroSchema) confluent.getSchemaById(id)).rawSchema();
    return new GenericDatumReader<GenericRecord>(schema)
        .read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null));
  }

  @Test
  void oursReadsWhatConfluentsClientRegisteredAndWrote() throws Exception {
    Topic<ClusterEvent> events = topics.events();
    String subject = events.name() + "-value";
    AvroSchema schema = new AvroSchema(ClusterEvent.getClassSchema().toString());
    int id = confluent.register(subject, schema);
    Schema started = branch(schema.rawSchema(), "TrainingStarted");
    GenericRecord event =
        new GenericRecordBuilder(schema.rawSchema())
            .set("event_id", "e-2")
            .set("occurred_at", TIME.toEpochMilli())
            .set("source", "trainer")
            .set(
                "payload",
                new GenericRecordBuilder(started)
                    .set("config_key", "hex8_2p")
                    .set("node_id", "gpu-2")
                    .build())
            .build();

    ClusterEvent read = events.value().deserializer().deserialize(events.name(), framed(id, event));

    assertThat(read.getEventId()).isEqualTo("e-2");
    assertThat(read.getOccurredAt()).isEqualTo(TIME);
    assertThat(read.getPayload())
        .isEqualTo(
            io.ringrift.dataplane.avro.TrainingStarted.newBuilder()
                .setConfigKey("hex8_2p")
                .setNodeId("gpu-2")
                .build());
  }

  private static Schema branch(Schema event, String name) {
    return event.getField("payload").schema().getTypes().stream()
        .filter(type -> type.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] framed(int id, GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(HEADER).putInt(1, id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  @Test
  void bothFindTheSameVersionAndJudgeCompatibilityAlike() throws Exception {
    Topic<ClusterEvent> events = topics.events();
    String subject = events.name() + "-value";
    AvroSchema schema = new AvroSchema(ClusterEvent.getClassSchema().toString());
    int id = confluent.register(subject, schema);

    assertThat(confluent.getLatestSchemaMetadata(subject).getId()).isEqualTo(id);
    assertThat(confluent.testCompatibility(subject, schema)).isTrue();
    assertThat(confluent.testCompatibility(subject, new AvroSchema("\"string\""))).isFalse();
    assertThatThrownBy(() -> confluent.register(subject, new AvroSchema("\"string\"")))
        .isInstanceOfSatisfying(
            RestClientException.class, e -> assertThat(e.getStatus()).isEqualTo(409));
    assertThatThrownBy(() -> confluent.getSchemaById(4711))
        .isInstanceOfSatisfying(
            RestClientException.class, e -> assertThat(e.getErrorCode()).isEqualTo(40403));
  }
}
