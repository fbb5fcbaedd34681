package io.ringrift.dataplane.contract.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.registry.InMemoryRegistry;
import io.ringrift.dataplane.contract.registry.RegistryException;
import io.ringrift.dataplane.contract.registry.SchemaNotFoundException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class AvroSerdesTest {

  private static final String TOPIC = "dataplane.transfer-leases";
  private static final String SUBJECT = TOPIC + "-value";

  /** Of bytes_done and bytes_total as {@link #lease} has them: a small number and 64 MiB. */
  private static final int COUNT_BYTES = 1 + 4;

  private String url;
  private InMemoryRegistry registry;

  @BeforeEach
  void nameRegistryAfterTest(TestInfo test) {
    String name = getClass().getSimpleName() + "." + test.getDisplayName().replace("()", "");
    url = "mock://" + name;
    registry = InMemoryRegistry.named(name);
  }

  static TransferLease lease(long bytesDone) {
    return TransferLease.newBuilder()
        .setOperationId("op-1")
        .setEpoch(3)
        .setItemId("npz/hex8_2p/a.npz")
        .setTargetNode("gpu-1")
        .setWorkerId("worker-1")
        .setBytesDone(bytesDone)
        .setBytesTotal(64L << 20)
        .build();
  }

  private Serde<TransferLease> serde(String... keysAndValues) {
    return new AvroSerdes(config(keysAndValues)).forValue(TransferLease.class);
  }

  private Map<String, Object> config(String... keysAndValues) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", url);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      config.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return config;
  }

  @Test
  void writesConfluentsFrameAndReadsItBack() {
    registry.register("other", Schema.create(Schema.Type.INT));
    Serde<TransferLease> serde = serde();

    byte[] bytes = serde.serializer().serialize(TOPIC, lease(5));

    assertThat(bytes).startsWith(0, 0, 0, 0, 2);
    assertThat(registry.latest(SUBJECT).id()).isEqualTo(2);
    assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(lease(5));
  }

  @Test
  void leavesTombstonesAlone() {
    Serde<TransferLease> serde = serde();

    assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
    assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
  }

  @Test
  void registersWhatStandsInTheFileWhenAsked() {
    serde("avro.remove.java.properties", "true").serializer().serialize(TOPIC, lease(5));

    assertThat(registry.latest(SUBJECT).schema().toString())
        .doesNotContain("avro.java.string")
        .contains("\"name\":\"operation_id\",\"type\":\"string\"");
  }

  @Test
  void readsWhatALaterVersionWrote() {
    String now = TransferLease.getClassSchema().toString();
    Schema later =
        new Schema.Parser()
            .parse(
                now.replace(
                    "\"fields\":[",
                    "\"fields\":[{\"name\":\"rate\",\"type\":\"double\",\"default\":1.5},"));
    int laterId = registry.register(SUBJECT, later);
    TransferLease known = lease(5);
    byte[] ours = serde().serializer().serialize(TOPIC, known);
    byte[] theirs = new byte[ours.length + 8];
    theirs[4] = (byte) laterId;
    System.arraycopy(ours, 5, theirs, 13, ours.length - 5);

    assertThat(serde().deserializer().deserialize(TOPIC, theirs)).isEqualTo(known);
  }

  @Test
  void readsWhatAnEarlierVersionWrote() {
    Schema now = TransferLease.getClassSchema();
    Set<String> addedSince = Set.of("transport", "source_node");
    Schema earlier =
        Schema.createRecord(
            now.getName(),
            null,
            now.getNamespace(),
            false,
            now.getFields().stream()
                .filter(field -> !addedSince.contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
    int earlierId = registry.register(SUBJECT, earlier);
    byte[] ours = serde().serializer().serialize(TOPIC, lease(5));
    // The two fields are null, one byte each, before the two counts at the end.
    int counts = ours.length - COUNT_BYTES - 2;
    byte[] theirs = new byte[ours.length - 2];
    System.arraycopy(ours, 0, theirs, 0, counts);
    System.arraycopy(ours, counts + 2, theirs, counts, ours.length - counts - 2);
    theirs[4] = (byte) earlierId;

    assertThat(serde().deserializer().deserialize(TOPIC, theirs)).isEqualTo(lease(5));
  }

  @Test
  void looksUpButNeverRegistersWhenToldSo() {
    Serde<TransferLease> serde = serde("auto.register.schemas", "false");

    assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, lease(1)))
        .isInstanceOf(SchemaNotFoundException.class)
        .hasMessageContaining(SUBJECT);

    registry.register(SUBJECT, TransferLease.getClassSchema());
    assertThat(serde.serializer().serialize(TOPIC, lease(1))).startsWith(0, 0, 0, 0, 1);
  }

  @Test
  void usesTheLatestVersionOnlyIfItIsTheSchemaWritten() {
    Serde<TransferLease> serde =
        serde("auto.register.schemas", "false", "use.latest.version", "true");
    registry.register(SUBJECT, JavaProperties.remove(TransferLease.getClassSchema()));
    assertThat(serde.serializer().serialize(TOPIC, lease(1))).startsWith(0, 0, 0, 0, 1);

    registry.register("other-value", NodeState.getClassSchema());
    assertThatThrownBy(() -> serde.serializer().serialize("other", lease(1)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("version 1 of subject other-value")
        .hasMessageContaining("TransferLease");
  }

  @Test
  void writesUnderTheIdItWasGiven() {
    registry.register("elsewhere", NodeState.getClassSchema());
    registry.register("elsewhere", TransferLease.getClassSchema());

    assertThat(
            serde("auto.register.schemas", "false", "use.schema.id", "2")
                .serializer()
                .serialize(TOPIC, lease(1)))
        .startsWith(0, 0, 0, 0, 2);
    assertThatThrownBy(
            () ->
                serde("auto.register.schemas", "false", "use.schema.id", "1")
                    .serializer()
                    .serialize(TOPIC, lease(1)))
        .hasMessageContaining("use.schema.id=1");
  }

  @Test
  void namesSubjectsAsConfluentsStrategiesDo() {
    String strategy = "value.subject.name.strategy";
    String confluent = "io.confluent.kafka.serializers.subject.";
    serde(strategy, confluent + "RecordNameStrategy").serializer().serialize("a", lease(1));
    serde(strategy, "TopicRecordNameStrategy").serializer().serialize("b", lease(1));

    String record = "io.ringrift.dataplane.avro.TransferLease";
    assertThat(registry.latest(record).version()).isEqualTo(1);
    assertThat(registry.latest("b-" + record).version()).isEqualTo(1);
    assertThatThrownBy(() -> serde(strategy, "com.example.MyStrategy"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("com.example.MyStrategy");
  }

  @Test
  void canBeNamedInTheConfigurationOfAnyKafkaClient() {
    try (AvroSerializer<TransferLease> serializer = new AvroSerializer<>();
        AvroDeserializer<TransferLease> deserializer = new AvroDeserializer<>()) {
      serializer.configure(config(), false);
      deserializer.configure(config(), false);

      byte[] bytes = serializer.serialize(TOPIC, lease(1));

      assertThat((Object) deserializer.deserialize(TOPIC, bytes)).isEqualTo(lease(1));
    }
  }

  @Test
  void namesTheFieldOfARecordThatCannotBeWritten() {
    assertThatThrownBy(() -> serde().serializer().serialize(TOPIC, new TransferLease()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("TransferLease")
        .hasMessageContaining(TOPIC)
        .hasMessageContaining("operation_id");
  }

  @Test
  void refusesConfluentsSerdeWhereItsJarIsMissing() {
    assertThatThrownBy(() -> serde("serde", "confluent"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kafka-avro-serializer is not on the class path");
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    Serde<TransferLease> serde = serde();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> roundTrips =
          () ->
              IntStream.range(0, 5_000)
                  .allMatch(
                      i -> {
                        String topic = i % 3 == 0 ? "a" : "b";
                        byte[] bytes = serde.serializer().serialize(topic, lease(i));
                        return serde.deserializer().deserialize(topic, bytes).getBytesDone() == i;
                      });
      for (Future<Boolean> done : threads.invokeAll(List.of(roundTrips, roundTrips, roundTrips))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void buildsRecordsWithEnumDefaultsAlthoughAvroTrustsNoClass() {
    assertThat(ClusterEvent.getClassSchema()).isNotNull();
    assertThat(
            io.ringrift.dataplane.avro.DataNeeded.newBuilder()
                .setConfigKey("hex8_2p")
                .setNodeId("gpu-1")
                .build()
                .getItemType())
        .isEqualTo(io.ringrift.dataplane.avro.ItemType.NPZ);
  }
}
