package io.ringrift.dataplane.worker.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.worker.poll.PollPlan.Turns;
import io.ringrift.dataplane.worker.transport.Priority;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PollPlanTest {
  private final PollPlan plan = new PollPlan(10, 2);

  @Test
  void asksAllByPriorityWhenNothingRuns() {
    assertThat(plan.mayPoll(Map.of(), Turns.NONE)).containsExactly(Priority.values());
  }

  @Test
  void asksOnlyCriticalWhenLongTransfersFillTheSharedSlots() {
    assertThat(plan.mayPoll(Map.of(Priority.LOW, 8), Turns.NONE))
        .containsExactly(Priority.CRITICAL);
  }

  @Test
  void letsCriticalSpillIntoSharedSlots() {
    assertThat(plan.mayPoll(Map.of(Priority.CRITICAL, 9), Turns.NONE))
        .containsExactly(Priority.values());
    assertThat(plan.mayPoll(Map.of(Priority.CRITICAL, 10), Turns.NONE)).isEmpty();
  }

  @Test
  void asksNobodyWhenEverySlotIsUsed() {
    assertThat(plan.mayPoll(Map.of(Priority.CRITICAL, 2, Priority.HIGH, 8), Turns.NONE)).isEmpty();
  }

  @Test
  void putsWhoHadItsTurnBehindTheOthers() {
    assertThat(plan.mayPoll(Map.of(), Turns.NONE.taken(Priority.HIGH)))
        .containsExactly(
            Priority.CRITICAL, Priority.NORMAL, Priority.LOW, Priority.COLD_STORAGE, Priority.HIGH);
  }

  @Test
  void refusesToReserveAllSlots() {
    assertThatThrownBy(() -> new PollPlan(2, 2))
        .hasMessage("slots for CRITICAL is 2; allowed: 0 to 1");
    assertThatThrownBy(() -> new PollPlan(0, 0)).hasMessage("slots is 0; allowed: 1 to 1000");
  }
}
