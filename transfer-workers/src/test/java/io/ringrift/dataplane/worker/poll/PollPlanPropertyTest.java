package io.ringrift.dataplane.worker.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.poll.PollPlan.Turns;
import io.ringrift.dataplane.worker.transport.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What {@link PollPlan} promises, for all loads. */
class PollPlanPropertyTest {
  private static final Map<Priority, Integer> LOWER_STARTS =
      Map.of(Priority.HIGH, 3, Priority.NORMAL, 2, Priority.LOW, 1, Priority.COLD_STORAGE, 0);
  private static final int TURNS_BEFORE_COLD_STORAGE = 17;

  @Property
  void criticalMayGoAsLongAsFewerRunThanAreReserved(
      @ForAll @IntRange(min = 2, max = 40) int total,
      @ForAll("loads") Map<Priority, Integer> load) {
    PollPlan plan = new PollPlan(total, Math.min(2, total - 1));
    Map<Priority, Integer> inUse = fit(load, plan);

    List<Priority> may = plan.mayPoll(inUse, Turns.NONE);

    if (inUse.getOrDefault(Priority.CRITICAL, 0) < plan.reserved()) {
      assertThat(may).startsWith(Priority.CRITICAL);
    }
  }

  @Property
  void neverMoreThanAllSlotsNorOthersInReservedOnes(
      @ForAll @IntRange(min = 2, max = 40) int total,
      @ForAll("loads") Map<Priority, Integer> load) {
    PollPlan plan = new PollPlan(total, Math.min(2, total - 1));
    Map<Priority, Integer> inUse = fit(load, plan);

    for (Priority priority : plan.mayPoll(inUse, Turns.NONE)) {
      Map<Priority, Integer> after = new EnumMap<>(inUse);
      after.merge(priority, 1, Integer::sum);
      int all = after.values().stream().mapToInt(Integer::intValue).sum();
      int others = all - after.getOrDefault(Priority.CRITICAL, 0);
      assertThat(all).isLessThanOrEqualTo(total);
      assertThat(others).isLessThanOrEqualTo(plan.shared());
    }
  }

  @Property
  void asksAllOthersOrNoneAndEachOnce(
      @ForAll("loads") Map<Priority, Integer> load, @ForAll @IntRange(max = 80) int turns) {
    PollPlan plan = new PollPlan(10, 2);

    List<Priority> may = plan.mayPoll(fit(load, plan), after(turns));

    assertThat(may).doesNotHaveDuplicates();
    assertThat(may.stream().filter(p -> p != Priority.CRITICAL).count()).isIn(0L, 4L);
  }

  @Property
  void startsNoMoreLowerOnesBeforeAWaitingOneThanTheBoundSays(
      @ForAll @IntRange(max = 80) int before,
      @ForAll("waiting") Priority waiting,
      @ForAll @Size(60) List<Boolean> emptyTopics) {
    Turns turns = after(before);
    int lower = 0;
    int others = 0;

    // Which topics have work changes all the time; the one looked at has some.
    for (int i = 0; turns.order().get(0) != waiting; i++) {
      Priority first = turns.order().get(0);
      others++;
      boolean started = !emptyTopics.get(i % emptyTopics.size());
      lower += started && first.compareTo(waiting) > 0 ? 1 : 0;
      turns = turns.taken(first);
    }

    assertThat(lower).isLessThanOrEqualTo(LOWER_STARTS.get(waiting));
    assertThat(others).isLessThanOrEqualTo(TURNS_BEFORE_COLD_STORAGE);
  }

  @Property
  void boundHoldsAlsoAfterTurnsOutOfOrder(
      @ForAll("histories") List<Priority> history, @ForAll("waiting") Priority waiting) {
    Turns turns = Turns.NONE;
    for (Priority taken : history) {
      turns = turns.taken(taken);
    }
    int lower = 0;
    while (turns.order().get(0) != waiting) {
      Priority first = turns.order().get(0);
      lower += first.compareTo(waiting) > 0 ? 1 : 0;
      turns = turns.taken(first);
    }

    assertThat(lower).isLessThanOrEqualTo(LOWER_STARTS.get(waiting));
  }

  @Property(tries = 20)
  void sharesTurnsByWeight(@ForAll @IntRange(min = 1, max = 50) int laps) {
    Map<Priority, Integer> counts = new EnumMap<>(Priority.class);
    Turns turns = Turns.NONE;
    for (int i = 0; i < 15 * laps; i++) {
      Priority first = turns.order().get(0);
      counts.merge(first, 1, Integer::sum);
      turns = turns.taken(first);
    }

    assertThat(counts)
        .containsEntry(Priority.HIGH, 8 * laps)
        .containsEntry(Priority.NORMAL, 4 * laps)
        .containsEntry(Priority.LOW, 2 * laps)
        .containsEntry(Priority.COLD_STORAGE, laps);
  }

  /** After so many turns in the plan's own order. */
  private static Turns after(int count) {
    Turns turns = Turns.NONE;
    for (int i = 0; i < count; i++) {
      turns = turns.taken(turns.order().get(0));
    }
    return turns;
  }

  /** The load cut down to what the plan would have let start. */
  private static Map<Priority, Integer> fit(Map<Priority, Integer> load, PollPlan plan) {
    Map<Priority, Integer> inUse = new EnumMap<>(Priority.class);
    load.forEach(
        (priority, count) -> {
          for (int i = 0; i < count; i++) {
            if (plan.mayPoll(inUse, Turns.NONE).contains(priority)) {
              inUse.merge(priority, 1, Integer::sum);
            }
          }
        });
    Assume.that(inUse.values().stream().mapToInt(Integer::intValue).sum() <= plan.total());
    return inUse;
  }

  @Provide
  Arbitrary<Map<Priority, Integer>> loads() {
    return Arbitraries.maps(Arbitraries.of(Priority.class), Arbitraries.integers().between(0, 45));
  }

  @Provide
  Arbitrary<List<Priority>> histories() {
    return waiting().list().ofMaxSize(80);
  }

  @Provide
  Arbitrary<Priority> waiting() {
    return Arbitraries.of(Priority.HIGH, Priority.NORMAL, Priority.LOW, Priority.COLD_STORAGE);
  }
}
