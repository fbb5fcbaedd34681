package io.ringrift.dataplane.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.json.AvroJson;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventTableTest {

  /** Fields that are no field of the contract: others are worked out from them. */
  private static final Set<String> HELPERS =
      Set.of("path", "age_hours", "age_seconds", "node", "queue", "cluster");

  static List<Schema> contract() {
    return ClusterEvent.getClassSchema().getField("payload").schema().getTypes();
  }

  static List<EventShape> shapes() {
    return EventTable.shapes();
  }

  @Test
  void hasEveryEventOfTheContractInItsOrder() {
    assertThat(EventTable.shapes())
        .extracting(EventShape::name)
        .containsExactlyElementsOf(contract().stream().map(AvroJson::typeName).toList());
  }

  @ParameterizedTest
  @MethodSource("contract")
  void hasEveryFieldOfTheContractAndAsksForThoseThatItNeeds(Schema event) {
    EventShape shape =
        shapes().stream().filter(s -> s.name().equals(AvroJson.typeName(event))).findFirst().get();

    assertThat(shape.fields().stream().map(Field::name).filter(name -> !HELPERS.contains(name)))
        .containsAll(
            event.getFields().stream()
                .map(Schema.Field::name)
                .filter(name -> !HELPERS.contains(name))
                .toList());
    assertThat(event.getFields().stream().filter(field -> !field.hasDefaultValue()))
        .allSatisfy(field -> assertThat(shape.field(field.name()).required()).isTrue());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void givesNoTwoFieldsOneName(EventShape shape) {
    assertThat(shape.fields().stream().flatMap(field -> field.names().stream()))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(
            EventTable.ENVELOPE.stream().flatMap(field -> field.names().stream()).toList());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void hasAnExampleThatIsTaken(EventShape shape) {
    assertThat(Loose.EXAMPLES.get(shape.name()))
        .anySatisfy(example -> assertThat(Loose.normalise(example).flaws()).isEmpty())
        .allSatisfy(example -> assertThat(Loose.normalise(example).type()).isEqualTo(shape.name()));
  }
}
