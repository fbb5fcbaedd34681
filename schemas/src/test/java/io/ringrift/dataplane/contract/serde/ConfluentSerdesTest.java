package io.ringrift.dataplane.contract.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.contract.registry.RegistryUnreachableException;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException.Cause;
import java.io.EOFException;
import java.net.ConnectException;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** With classes that have the form of Confluent's: the genuine ones can't be had from Central. */
class ConfluentSerdesTest {

  /** Has the form of KafkaAvroSerializer. */
  public static final class LikeSerializer implements Serializer<Object> {
    private final AvroSerializer<TransferLease> ours = new AvroSerializer<>();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      ours.configure(configs, isKey);
    }

    @Override
    public byte[] serialize(String topic, Object data) {
      return ours.serialize(topic, (TransferLease) data);
    }
  }

  /** Has the form of KafkaAvroDeserializer. */
  public static final class LikeDeserializer implements Deserializer<Object> {
    private final AvroDeserializer<TransferLease> ours = new AvroDeserializer<>();

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      assertThat(configs.get("specific.avro.reader")).isEqualTo(true);
      assertThat(configs.get("specific.avro.value.type")).isEqualTo(TransferLease.class);
      ours.configure(configs, isKey);
    }

    @Override
    public Object deserialize(String topic, byte[] data) {
      return ours.deserialize(topic, data);
    }
  }

  /** Has the name and the method of Confluent's. */
  public static final class RestClientException extends Exception {
    private final int code;

    RestClientException(int code) {
      super("code " + code);
      this.code = code;
    }

    public int getErrorCode() {
      return code;
    }
  }

  @Test
  void loadsThemByNameWithOneConfiguration() {
    ConfluentSerdes serdes =
        new ConfluentSerdes(LikeSerializer.class.getName(), LikeDeserializer.class.getName());
    assertThat(serdes.present()).isTrue();
    Serde<TransferLease> serde =
        serdes.forValue(TransferLease.class, Map.of("schema.registry.url", "mock://confluent"));

    byte[] bytes = serde.serializer().serialize("t", AvroSerdesTest.lease(1));

    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(AvroSerdesTest.lease(1));
    assertThat(serde.deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void areAbsentHere() {
    assertThat(ConfluentSerdes.GENUINE.present()).isFalse();
  }

  @Test
  void brokenRecordsAreToldFromARegistryThatIsDown() {
    assertUndecodable(Cause.NOT_FRAMED, null);
    assertUndecodable(Cause.UNKNOWN_SCHEMA, new RestClientException(40403));
    assertUndecodable(Cause.MALFORMED, new EOFException());
    assertUndecodable(Cause.MALFORMED, new AvroRuntimeException("malformed"));
    assertUndecodable(Cause.MALFORMED, new IndexOutOfBoundsException("7"));
    assertUndecodable(Cause.OTHER_TYPE, new AvroTypeException("found string, expecting record"));
    assertWaits(new RestClientException(50003));
    assertWaits(new RestClientException(401));
    assertWaits(new ConnectException("refused"));
  }

  private static void assertUndecodable(Cause reason, Throwable cause) {
    assertThat(thrownFor(cause))
        .isInstanceOfSatisfying(
            UndecodableRecordException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void assertWaits(Throwable cause) {
    assertThat(thrownFor(cause)).isInstanceOf(RegistryUnreachableException.class);
  }

  private static Throwable thrownFor(Throwable cause) {
    Deserializer<Object> failing =
        (topic, data) -> {
          throw new SerializationException("Confluent's words", cause);
        };
    try (ConfluentDeserializer<TransferLease> deserializer =
        new ConfluentDeserializer<>(failing, TransferLease.class)) {
      return catchThrowable(() -> deserializer.deserialize("t", new byte[] {0}));
    }
  }
}
