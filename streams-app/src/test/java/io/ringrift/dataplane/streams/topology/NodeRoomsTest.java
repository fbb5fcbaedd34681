package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.schedule.Place;
import io.ringrift.dataplane.streams.schedule.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeRoomsTest {
  private static final Instant T0 = Instant.parse("2026-11-30T03:00:00Z");
  private static final Place PLACE = Place.gives("gpu-1");

  private final NodeRooms rooms = new NodeRooms();
  private final Waiting old = new Waiting(Priority.LOW, T0, "op-low");
  private final Waiting urgent = new Waiting(Priority.HIGH, T0.plusSeconds(9), "op-high");

  /** At the turn of the eldest. */
  @Test
  void whatMayNotGoFromOneTaskHoldsUpNoOther() {
    rooms.join("one");
    rooms.join("two");
    rooms.line("one", PLACE, List.of(old));
    rooms.line("two", PLACE, List.of(urgent));
    for (int i = 1; i < Waiting.ELDEST_EVERY; i++) {
      rooms.gave(PLACE);
    }
    assertThat(rooms.next("two", PLACE, Set.of())).isEmpty();

    assertThat(rooms.next("one", PLACE, Set.of(Priority.LOW))).isEmpty();
    assertThat(rooms.next("two", PLACE, Set.of())).contains(urgent);

    assertThat(rooms.next("one", PLACE, Set.of())).as("its window has room again").contains(old);
  }
}
