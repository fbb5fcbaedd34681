package io.ringrift.dataplane.contract.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.registry.InMemoryRegistry;
import io.ringrift.dataplane.contract.registry.RegistryUnreachableException;
import io.ringrift.dataplane.contract.registry.StubRegistry;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException.Cause;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

/** What becomes of bytes that can't be read, and of those that can't be read now. */
class UndecodableRecordTest {

  private static final String TOPIC = "dataplane.transfer-leases";

  private final AvroSerdes serdes =
      new AvroSerdes(Map.of("schema.registry.url", "mock://undecodable"));
  private final InMemoryRegistry registry = InMemoryRegistry.named("undecodable");
  private final byte[] good =
      serdes.forValue(TransferLease.class).serializer().serialize(TOPIC, AvroSerdesTest.lease(5));

  private Cause causeOf(byte[] bytes) {
    return causeOf(serdes.forValue(TransferLease.class).deserializer(), bytes);
  }

  private static Cause causeOf(Deserializer<?> deserializer, byte[] bytes) {
    UndecodableRecordException thrown =
        catchThrowableOfType(
            UndecodableRecordException.class, () -> deserializer.deserialize(TOPIC, bytes));
    assertThat(thrown).as("thrown for %s", Arrays.toString(bytes)).isNotNull();
    return thrown.reason();
  }

  private static byte[] framed(int id, byte... body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }

  @Test
  void bytesWithoutAFrame() {
    assertThat(causeOf(new byte[0])).isEqualTo(Cause.NOT_FRAMED);
    assertThat(causeOf("{\"event\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(Cause.NOT_FRAMED);
    assertThat(causeOf(new byte[] {0, 0, 0})).isEqualTo(Cause.NOT_FRAMED);
    assertThat(causeOf(new byte[] {1, 0, 0, 0, 0, 0})).isEqualTo(Cause.NOT_FRAMED);
  }

  @Test
  void aSchemaTheRegistryDoesNotKnow() {
    assertThat(causeOf(framed(4711, (byte) 0))).isEqualTo(Cause.UNKNOWN_SCHEMA);
    assertThat(causeOf(framed(-1, (byte) 0))).isEqualTo(Cause.UNKNOWN_SCHEMA);
    byte[] guid = new byte[20];
    guid[0] = 1;
    assertThat(causeOf(guid)).isEqualTo(Cause.UNKNOWN_SCHEMA);
  }

  @Test
  void aBodyThatIsCutOrGoesOnOrIsGarbage() {
    for (int length = 5; length < good.length; length++) {
      assertThat(causeOf(Arrays.copyOf(good, length))).isEqualTo(Cause.MALFORMED);
    }
    assertThat(causeOf(Arrays.copyOf(good, good.length + 1))).isEqualTo(Cause.MALFORMED);
  }

  @Test
  void aLengthThatClaimsGigabytesAllocatesNone() {
    byte[] huge = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
    int id = ByteBuffer.wrap(good, 1, 4).getInt();

    assertThat(causeOf(framed(id, huge))).isEqualTo(Cause.MALFORMED);
  }

  @Test
  void aRecordOfAnotherType() {
    DataNeeded other =
        DataNeeded.newBuilder()
            .setConfigKey("hex8_2p")
            .setNodeId("gpu-1")
            .setItemType(ItemType.NPZ)
            .build();
    byte[] bytes = serdes.forValue(DataNeeded.class).serializer().serialize("elsewhere", other);

    assertThat(causeOf(bytes)).isEqualTo(Cause.OTHER_TYPE);
  }

  @Test
  void aSchemaThatIsNotAvro() {
    try (StubRegistry stub = new StubRegistry();
        AvroDeserializer<TransferLease> deserializer = new AvroDeserializer<>()) {
      stub.answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = 'proto3';\"}");
      deserializer.configure(Map.of("schema.registry.url", stub.url()), false);

      assertThat(causeOf(deserializer, good)).isEqualTo(Cause.OTHER_TYPE);
    }
  }

  @Test
  void aSchemaThatNamesNoClassOfTheContract() {
    for (String name : new String[] {"com.example.Nowhere", "java.lang.Runtime"}) {
      int id =
          registry.register("x", Schema.createRecord(name, null, null, false, java.util.List.of()));
      try (AvroDeserializer<TransferLease> deserializer = new AvroDeserializer<>()) {
        deserializer.configure(Map.of("schema.registry.url", "mock://undecodable"), false);

        assertThat(causeOf(deserializer, framed(id))).isEqualTo(Cause.OTHER_TYPE);
      }
    }
  }

  @Test
  void goesOnWithTheNextRecordAfterABadOne() {
    Deserializer<TransferLease> deserializer = serdes.forValue(TransferLease.class).deserializer();
    causeOf(deserializer, Arrays.copyOf(good, 12));

    assertThat(deserializer.deserialize(TOPIC, good)).isEqualTo(AvroSerdesTest.lease(5));
  }

  @Test
  void readsTheSchemaOfAGuid() {
    try (StubRegistry stub = new StubRegistry();
        AvroDeserializer<TransferLease> deserializer = new AvroDeserializer<>()) {
      stub.answer(
          200,
          "{\"schema\":"
              + com.fasterxml.jackson.databind.node.TextNode.valueOf(
                  TransferLease.getClassSchema().toString())
              + "}");
      deserializer.configure(Map.of("schema.registry.url", stub.url()), false);
      ByteBuffer bytes = ByteBuffer.allocate(17 + good.length - 5);
      bytes.put((byte) 1).putLong(0x89791762233640L).putLong(0x9a2b0123456789abL);
      bytes.put(good, 5, good.length - 5);

      assertThat((Object) deserializer.deserialize(TOPIC, bytes.array()))
          .isEqualTo(AvroSerdesTest.lease(5));
      assertThat(stub.requests().get(0).target())
          .isEqualTo("/schemas/guids/00897917-6223-3640-9a2b-0123456789ab");
    }
  }

  @Test
  void aRegistryThatIsDownIsNoFaultOfTheRecord() {
    StubRegistry stub = new StubRegistry();
    String url = stub.url();
    stub.close();
    try (AvroDeserializer<TransferLease> deserializer = new AvroDeserializer<>()) {
      deserializer.configure(Map.of("schema.registry.url", url, "max.retries", "0"), false);

      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, good))
          .isInstanceOf(RegistryUnreachableException.class)
          .hasMessageContaining("ConnectException");
    }
  }

  @Test
  void aRegistryThatRefusesUsIsNoFaultOfTheRecord() {
    try (StubRegistry stub = new StubRegistry();
        AvroDeserializer<TransferLease> deserializer = new AvroDeserializer<>()) {
      stub.answer(401, "{\"error_code\":401,\"message\":\"who are you\"}");
      deserializer.configure(Map.of("schema.registry.url", stub.url()), false);

      assertThatThrownBy(() -> deserializer.deserialize(TOPIC, good))
          .isNotInstanceOf(UndecodableRecordException.class)
          .hasMessageContaining("answered 401: who are you");
    }
  }
}
