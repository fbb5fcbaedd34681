package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes give and get at once; each takes 4 and may give 3. */
class NodeLimitsStageTest {
  private static final int SIZE = 500;

  private ItemsStageFixture stage = stage(new NodeLimits(3, 4, 2, 1 << 30));

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whatIsTooMuchForASourceWaitsInTheLedgerAndSaysWhy() {
    cluster();
    order(5, "gpu-2", Priority.HIGH);

    assertThat(stage.emitted(Priority.HIGH)).hasSize(3);
    assertThat(reasons())
        .contains("source_busy: gpu-1 already gives 3 of 3")
        .doesNotContain("deferred");
  }

  @Test
  void roomThatComesFreeGoesToTheNextWhateverEndedTheTransfer() {
    cluster();
    order(6, "gpu-2", Priority.HIGH);
    List<DataOperation> running = stage.emitted(Priority.HIGH);

    stage.started(running.get(0));
    stage.completed(running.get(0));
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.emitted(Priority.HIGH)).as("one was done").hasSize(1);

    stage.started(running.get(1));
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.emitted(Priority.HIGH)).as("none ended").isEmpty();
    stage.jump(Duration.ofSeconds(31));
    List<DataOperation> later = stage.emitted(Priority.HIGH);
    assertThat(later).as("a lease ran out").hasSize(1);
    assertThat(later.get(0).getItemId())
        .as("its operation waits in line again, as the one that was ordered second")
        .isEqualTo(running.get(1).getItemId());
  }

  @Test
  void itIsGivenWithTheWordThatEndsTheTransferAndNotATickLater() {
    cluster();
    order(7, "gpu-2", Priority.HIGH);
    List<DataOperation> running = new ArrayList<>(stage.emitted(Priority.HIGH));

    for (int i = 3; i < 7; i++) {
      stage.completed(running.remove(0));
      List<DataOperation> next = stage.emitted(Priority.HIGH);
      assertThat(next).extracting(DataOperation::getItemId).containsExactly(item(i));
      running.addAll(next);
    }
  }

  @Test
  void aTargetGetsAsManyAsItSays() {
    stage.close();
    stage = stage(new NodeLimits(100, 100, 2, 1 << 30));
    cluster();
    order(6, "gpu-2", Priority.NORMAL);

    assertThat(stage.emitted(Priority.NORMAL)).hasSize(4);
    assertThat(reasons()).contains("target_busy: gpu-2 already gets 4 of 4");
  }

  @Test
  void aCoordinatorGetsLittle() {
    cluster();
    stage.node("voter", true, Node.COORDINATOR, Node.EXTERNAL_STORAGE);
    order(3, "voter", Priority.HIGH);

    assertThat(stage.emitted(Priority.HIGH)).hasSize(2);
    assertThat(reasons()).contains("target_busy: voter already gets 2 of 2");
  }

  @Test
  void bytesInFlightAreLimitedAndALargeItemMovesAlone() {
    stage.close();
    stage = stage(new NodeLimits(100, 100, 2, SIZE - 1));
    cluster();
    order(3, "gpu-2", Priority.HIGH);

    List<DataOperation> first = stage.emitted(Priority.HIGH);
    assertThat(first).hasSize(1);
    stage.completed(first.get(0));
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.emitted(Priority.HIGH)).hasSize(1);
  }

  @Test
  void criticalGoesBeyondAndCounts() {
    cluster();
    order(3, "gpu-2", Priority.LOW);
    order(10, 12, "gpu-3", Priority.CRITICAL);

    List<DataOperation> running = stage.emitted(Priority.LOW);
    assertThat(running).hasSize(3);
    assertThat(stage.emitted(Priority.CRITICAL)).hasSize(2);

    order(20, 21, "gpu-3", Priority.LOW);
    running.subList(0, 2).forEach(stage::completed);
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.emitted(Priority.LOW)).as("three still run").isEmpty();
    stage.completed(running.get(2));
    stage.pass(Duration.ofSeconds(1));
    assertThat(stage.emitted(Priority.LOW)).hasSize(1);
  }

  @Test
  void urgentWorkGoesFirstButAnOldBackupMovesOn() {
    cluster();
    order(3, "gpu-2", Priority.HIGH);
    order(10, 11, "gpu-3", Priority.COLD_STORAGE);
    order(20, 30, "gpu-2", Priority.HIGH);
    List<DataOperation> running = new ArrayList<>(stage.emitted(Priority.HIGH));
    List<Priority> order = new ArrayList<>();

    for (int i = 0; i < 5; i++) {
      stage.completed(running.remove(0));
      stage.pass(Duration.ofSeconds(1));
      for (Priority priority : List.of(Priority.HIGH, Priority.COLD_STORAGE)) {
        stage.emitted(priority).forEach(op -> add(running, order, op));
      }
    }

    assertThat(order)
        .containsExactly(
            Priority.HIGH, Priority.HIGH, Priority.HIGH, Priority.COLD_STORAGE, Priority.HIGH);
  }

  @Test
  void aFullWindowOfOldWorkHoldsUpNothingUrgent() {
    stage.close();
    stage =
        new ItemsStageFixture(
            SchedulePolicy.standard(1).withNodes(new NodeLimits(3, 100, 2, 1 << 30)).withWindow(2),
            ItemPolicy.none());
    cluster();
    List<DataOperation> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      order(i, i + 1, "gpu-2", Priority.HIGH);
      running.addAll(stage.emitted(Priority.HIGH));
      stage.started(running.get(i));
    }
    order(10, 11, "gpu-2", Priority.LOW);
    for (int i = 20; i < 22; i++) {
      stage.has("gpu-3", item(i), i + 1, Validation.VALID, null);
      stage.order(item(i), "gpu-1", Priority.LOW);
    }
    stage.pass(Duration.ofSeconds(1));
    List<DataOperation> low = stage.emitted(Priority.LOW);
    assertThat(low).as("fill the window of LOW").hasSize(2);
    order(30, 36, "gpu-2", Priority.HIGH);

    for (int i = 0; i < 5; i++) {
      stage.completed(running.get(i));
      stage.pass(Duration.ofSeconds(1));
      List<DataOperation> next = stage.emitted(Priority.HIGH);
      assertThat(next).as("room %d", i).hasSize(1);
      stage.started(next.get(0));
      running.addAll(next);
    }
    assertThat(stage.emitted(Priority.LOW)).isEmpty();

    stage.started(low.get(0));
    for (int i = 5; i < 8; i++) {
      stage.completed(running.get(i));
      stage.pass(Duration.ofSeconds(1));
    }
    assertThat(stage.emitted(Priority.LOW))
        .extracting(DataOperation::getItemId)
        .containsExactly(item(10));
  }

  @Test
  void whatComesNewStandsInLineBehindThoseWhoWait() {
    cluster();
    order(4, "gpu-2", Priority.HIGH);
    List<DataOperation> running = stage.emitted(Priority.HIGH);
    stage.statuses();

    stage.completed(running.get(0));
    order(20, 21, "gpu-3", Priority.HIGH);
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.emitted(Priority.HIGH))
        .extracting(DataOperation::getItemId)
        .containsExactly(item(3));
  }

  private static ItemsStageFixture stage(NodeLimits limits) {
    return new ItemsStageFixture(SchedulePolicy.standard(1).withNodes(limits), ItemPolicy.none());
  }

  private void cluster() {
    stage.node("gpu-1", true);
    stage.node("gpu-2", true);
    stage.node("gpu-3", true);
  }

  private void order(int count, String target, Priority priority) {
    order(0, count, target, priority);
  }

  private void order(int from, int to, String target, Priority priority) {
    for (int i = from; i < to; i++) {
      stage.has("gpu-1", item(i), i + 1, Validation.VALID, null);
      stage.order(item(i), target, priority);
      stage.pass(Duration.ofMillis(500));
    }
  }

  private static String item(int number) {
    return "npz/hex8_2p/%02d.npz".formatted(number);
  }

  private static void add(List<DataOperation> running, List<Priority> order, DataOperation op) {
    running.add(op);
    order.add(op.getPriority());
  }

  private List<String> reasons() {
    return stage.statuses().stream()
        .filter(entry -> entry.value.getState() == OperationState.WAITING)
        .map(entry -> entry.value.getReason())
        .toList();
  }
}
