package io.ringrift.dataplane.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Normalising what was normalised changes nothing, and nothing makes it fail. */
class NormaliserPropertyTest {

  private static final List<String> VALUES =
      List.of(
          "'gpu-1'",
          "'10.0.0.5'",
          "'10.0.0.6'",
          "'http://10.0.0.6:7002'",
          "'node with space'",
          "'sq8_2p'",
          "'Square19-3p'",
          "'chess'",
          "'unknown'",
          "''",
          "null",
          "true",
          "17",
          "-3",
          "'500'",
          "0.75",
          "1764000000.123456",
          "1764000000123",
          "'2025-11-24T16:00:00.123456'",
          "'2025-11-24T16:00:00+02:00'",
          "'/data/npz/hex8_2p/x.npz'",
          "'games/canonical_hex8_2p.db'",
          "'/elsewhere/models/m.pth'",
          "'LOW'",
          "'cluster'",
          "'node'",
          "'queue'",
          "'model'",
          "['Training', 'storage']",
          "{'board_type': 'hex8', 'num_players': 4}",
          "1e400",
          "[]");

  @Property(tries = 3000)
  void normalisingTwiceIsNormalisingOnce(@ForAll("looseEvents") JsonNode loose) {
    Normalised once = Normaliser.normalise(loose, Loose.ARRIVAL, Loose.NODES);
    Statistics.collect(once.accepted() ? "accepted" : "refused");
    if (!once.accepted()) {
      assertThat(once.flaws()).isNotEmpty();
      return;
    }
    ClusterEvent event = once.event();
    Normalised twice =
        Normaliser.normalise(
            Loose.render(event), new Arrival("another", Loose.T.plusSeconds(9)), Loose.NODES);

    assertThat(twice.flaws()).as(loose.toString()).isEmpty();
    assertThat(twice.event()).as(loose.toString()).isEqualTo(event);
    assertThat(twice.ignored()).isEmpty();
  }

  @Provide
  Arbitrary<JsonNode> looseEvents() {
    return Arbitraries.of(EventTable.shapes())
        .flatMap(
            shape -> {
              List<String> names = new ArrayList<>(shape.aliases());
              names.add(shape.name());
              return Combinators.combine(
                      Arbitraries.of(names),
                      fields(shape),
                      Arbitraries.of(true, false),
                      Arbitraries.of(true, false))
                  .as(NormaliserPropertyTest::event);
            });
  }

  /** What the event needs mostly as it should be, the rest as it may come. */
  private static Arbitrary<ObjectNode> fields(EventShape shape) {
    List<String> names = new ArrayList<>(List.of("board_type", "num_players", "stray"));
    List<Field> fields = new ArrayList<>(shape.fields());
    fields.addAll(EventTable.ENVELOPE);
    fields.forEach(field -> names.addAll(field.names()));
    Arbitrary<ObjectNode> stray =
        Arbitraries.maps(Arbitraries.of(names), Arbitraries.of(VALUES))
            .ofMaxSize(4)
            .map(
                map -> {
                  ObjectNode object = JsonNodeFactory.instance.objectNode();
                  map.forEach((name, value) -> object.set(name, Loose.json(value)));
                  return object;
                });
    return Combinators.combine(stray, Arbitraries.of(Loose.EXAMPLES.get(shape.name())))
        .as(
            (object, example) -> {
              ObjectNode all = ((ObjectNode) Loose.json(example)).deepCopy();
              all.remove(EventTable.NAME_KEYS);
              all.setAll(object);
              return all;
            });
  }

  private static JsonNode event(String name, ObjectNode fields, boolean lower, boolean nested) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("event", lower ? name.toLowerCase(Locale.ROOT) : name);
    if (nested) {
      event.set("payload", fields);
    } else {
      event.setAll(fields);
    }
    return event;
  }
}
