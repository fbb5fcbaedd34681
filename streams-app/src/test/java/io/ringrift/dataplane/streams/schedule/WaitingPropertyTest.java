package io.ringrift.dataplane.streams.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class WaitingPropertyTest {
  private static final Instant T0 = Instant.parse("2026-11-30T03:00:00Z");

  private final List<Waiting> line = new ArrayList<>();
  private long given;

  /** Whatever comes meanwhile, the first that was ordered has its room soon. */
  @Property(tries = 300)
  void whoWasOrderedFirstWaitsForFourRoomsAtMost(@ForAll long seed) {
    Random random = new Random(seed);
    line.clear();
    given = random.nextInt(8);
    for (int i = 0; i < 30; i++) {
      arrive(random, i);
    }
    for (int i = 30; i < 130; i++) {
      Waiting eldest = line.stream().min(Comparator.comparing(Waiting::since)).orElseThrow();
      int rooms = 0;
      boolean served = false;
      while (!served) {
        served = give().equals(eldest);
        rooms++;
        arrive(random, i++);
      }
      assertThat(rooms).isLessThanOrEqualTo(Waiting.ELDEST_EVERY);
    }
  }

  /** Of four rooms in a row, three go to the most urgent that waits then. */
  @Property(tries = 300)
  void urgentWorkFindsAtMostEveryFourthRoomTaken(@ForAll long seed) {
    Random random = new Random(seed);
    line.clear();
    given = random.nextInt(8);
    for (int i = 0; i < 30; i++) {
      arrive(random, i);
    }
    int others = 0;
    for (int i = 30; i < 30 + 4 * Waiting.ELDEST_EVERY; i++) {
      Priority top = line.stream().map(Waiting::priority).min(Comparator.naturalOrder()).get();
      if (give().priority() != top) {
        others++;
      }
      arrive(random, i);
    }
    assertThat(others).isLessThanOrEqualTo(4);
  }

  /** Among equals the order is that of their orders, and the choice hangs on nothing else. */
  @Property(tries = 300)
  void theChoiceIsTotal(@ForAll long seed) {
    Random random = new Random(seed);
    line.clear();
    for (int i = 0; i < 10; i++) {
      arrive(random, i);
    }
    List<Waiting> turned = new ArrayList<>(line);
    Collections.shuffle(turned, random);

    for (long each = 0; each < 8; each++) {
      assertThat(Waiting.next(turned, each)).isEqualTo(Waiting.next(line, each));
    }
    assertThat(Waiting.next(List.of(), 3)).isEmpty();
  }

  private Waiting give() {
    Waiting next = Waiting.next(line, given++).orElseThrow();
    line.remove(next);
    return next;
  }

  private void arrive(Random random, int number) {
    Priority priority = Priority.values()[1 + random.nextInt(4)];
    line.add(new Waiting(priority, T0.plusSeconds(number), "op-" + number));
  }
}
