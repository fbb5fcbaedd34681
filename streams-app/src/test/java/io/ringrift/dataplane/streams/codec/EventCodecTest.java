package io.ringrift.dataplane.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {

  static List<Class<?>> payloads() {
    return Samples.payloads();
  }

  @Test
  void everyPayloadOfTheContractHasAModelAndTheOtherWayRound() {
    Schema union =
        io.ringrift.dataplane.avro.ClusterEvent.getClassSchema().getField("payload").schema();

    assertThat(payloads().stream().map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(
            union.getTypes().stream().map(Schema::getName).toList());
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void comesBackAsItWasWithEveryFieldSet(Class<?> payload) throws ReflectiveOperationException {
    ClusterEvent event = Samples.event(payload, true);

    assertThat(EventCodec.toModel(EventCodec.toAvro(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void comesBackAsItWasWithOptionalFieldsMissing(Class<?> payload)
      throws ReflectiveOperationException {
    ClusterEvent event = Samples.event(payload, false);

    assertThat(EventCodec.toModel(EventCodec.toAvro(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void everyFieldOfTheContractIsCarried(Class<?> payload) throws ReflectiveOperationException {
    io.ringrift.dataplane.avro.ClusterEvent avro = EventCodec.toAvro(Samples.event(payload, true));
    org.apache.avro.specific.SpecificRecord record =
        (org.apache.avro.specific.SpecificRecord) avro.getPayload();

    assertThat(record.getSchema().getFields())
        .allSatisfy(field -> assertThat(record.get(field.pos())).as(field.name()).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void typeIsTheNameOfTheSchema(Class<?> payload) throws ReflectiveOperationException {
    assertThat(Samples.event(payload, true).type())
        .isEqualTo(
            io.ringrift.dataplane.contract.json.AvroJson.typeName(Samples.schemaOf(payload)));
  }

  @Test
  void enumsOfModelAndContractHaveTheSameConstantsInTheSameOrder() {
    assertThat(names(ItemType.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.ItemType.values()));
    assertThat(names(NodeKind.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.NodeKind.values()));
    assertThat(names(OperationType.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.OperationType.values()));
    assertThat(names(Priority.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.Priority.values()));
    assertThat(names(ClusterEvent.Scope.values()))
        .isEqualTo(names(io.ringrift.dataplane.avro.BackpressureScope.values()));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
