package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Source;
import io.ringrift.dataplane.streams.schedule.Load;
import io.ringrift.dataplane.streams.schedule.Place;
import io.ringrift.dataplane.streams.schedule.Waiting;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PlaceEntriesPropertyTest {
  private static final Instant T0 = Instant.parse("2026-11-30T03:00:00Z");
  private static final List<String> NODES = List.of("a", "b", "ab", "owc");
  private static final List<Place> PLACES =
      NODES.stream().flatMap(node -> Stream.of(Place.gives(node), Place.gets(node))).toList();

  /** Whatever operations go through, and also after a restart in between. */
  @Property(tries = 100)
  void loadsAndLinesAreThoseOfTheOperations(@ForAll long seed) {
    Random random = new Random(seed);
    MemoryStore<byte[], byte[]> store = new MemoryStore<>("index", Arrays::compareUnsigned);
    Map<String, Operation> operations = new TreeMap<>();
    NodeRooms rooms = new NodeRooms();
    PlaceEntries entries = new PlaceEntries(store, rooms);

    for (int i = 0; i < 200; i++) {
      String id = "op-" + random.nextInt(15);
      Operation before = operations.get(id);
      Operation after = random.nextInt(6) == 0 ? null : operation(id, random);
      entries.moved(before, after);
      if (after == null) {
        operations.remove(id);
      } else {
        operations.put(id, after);
      }
      if (random.nextInt(20) == 0) {
        entries.close();
        entries = new PlaceEntries(store, rooms);
      }
      check(entries, rooms, operations.values());
    }
  }

  private static void check(
      PlaceEntries entries, NodeRooms rooms, Collection<Operation> operations) {
    for (Place place : PLACES) {
      Load load =
          operations.stream()
              .filter(op -> Place.takenBy(op).contains(place))
              .map(op -> new Load(1, op.sizeBytes()))
              .reduce(Load.NONE, Load::plus);
      List<Waiting> line =
          operations.stream()
              .filter(op -> Place.waitedForBy(op).equals(Optional.of(place)))
              .map(Waiting::of)
              .toList();
      assertThat(rooms.load(place)).as("%s", place).isEqualTo(load);
      assertThat(entries.next(place, Set.of())).as("%s", place).isEqualTo(Waiting.next(line, 0));
      if (!line.isEmpty()) {
        assertThat(entries.waitedFor()).contains(place);
      }
    }
  }

  private static Operation operation(String id, Random random) {
    OperationState state = OperationState.values()[random.nextInt(5)];
    String target = NODES.get(random.nextInt(4));
    String source = NODES.get(random.nextInt(4));
    boolean held = random.nextBoolean();
    String reason =
        List.of("target_busy: full", "source_busy: full", "backpressure: on")
            .get(random.nextInt(3));
    return new Operation(
        id,
        1,
        "request",
        "item-" + id,
        ItemType.NPZ,
        "hex8_2p",
        "a".repeat(64),
        100 + Integer.parseInt(id.substring(3)),
        OperationType.SYNC,
        Priority.values()[random.nextInt(5)],
        target,
        1,
        state,
        reason,
        List.of(),
        random.nextInt(8) == 0
            ? List.of()
            : List.of(new Source(source, null, "same_rack", Set.of(), Map.of())),
        List.of(),
        0,
        Set.of(),
        null,
        0,
        T0.plusSeconds(random.nextInt(10)),
        T0,
        null,
        held ? T0 : null,
        state.ended() ? T0 : null);
  }
}
