package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.OLD;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.schedule.Orders.cancel;
import static io.ringrift.dataplane.streams.schedule.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Requester;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderDeskTest {

  private final Cluster cluster = Cluster.threeHostsAndADrive();
  private final OrderDesk desk = new OrderDesk(SchedulePolicy.standard(3));
  private final OperationLedger ledger = new OperationLedger(SchedulePolicy.standard(3));
  private final Row row = cluster.row(copy("gpu-1", 1, NEW, T0));

  @Test
  void opensOneOperationForAnItemAndTarget() {
    Operation op = open(order("n1", NEW, "gpu-2", Priority.HIGH));

    assertThat(op.state()).isEqualTo(OperationState.WAITING);
    assertThat(op.operationId()).startsWith("op-");
    assertThat(op.sizeBytes()).isEqualTo(500);
  }

  @Test
  void joinsAnOrderForTheSameContentAndTellsBothRequesters() {
    Operation op = open(order("n1", NEW, "gpu-2", Priority.HIGH));

    Operation joined = one(order("n2", NEW, "gpu-2", Priority.LOW), op).after();

    assertThat(joined.operationId()).isEqualTo(op.operationId());
    assertThat(joined.requesters()).extracting(Requester::needId).containsExactly("n1", "n2");
    assertThat(joined.priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void sameOrderTwiceChangesNothing() {
    Operation op = open(order("n1", NEW, "gpu-2", Priority.HIGH));

    assertThat(one(order("n1", NEW, "gpu-2", Priority.HIGH), op).after()).isEqualTo(op);
  }

  @Test
  void raisingTakesAQueuedOperationBackSoThatItIsEmittedOnTheFasterTopic() {
    Operation queued =
        ledger
            .emit(open(order("n1", NEW, "gpu-2", Priority.LOW)), 0, row, cluster, Traffic.QUIET, T0)
            .after();

    Operation raised = one(order("n2", NEW, "gpu-2", Priority.CRITICAL), queued).after();

    assertThat(raised.priority()).isEqualTo(Priority.CRITICAL);
    assertThat(raised.state()).isEqualTo(OperationState.WAITING);
    assertThat(raised.reason()).isEqualTo("raised to CRITICAL by DATA_NEEDED");
  }

  @Test
  void whoIsInAHurryDoesNotSitOutTheBackoffOfOthers() {
    Operation queued =
        ledger
            .emit(open(order("n1", NEW, "gpu-2", Priority.LOW)), 0, row, cluster, Traffic.QUIET, T0)
            .after();
    Operation backoff =
        queued.to(OperationState.BACKOFF, "unreachable", T0).due(T0.plusSeconds(90)).build();

    Operation raised = one(order("n2", NEW, "gpu-2", Priority.CRITICAL), backoff).after();

    assertThat(raised.state()).isEqualTo(OperationState.WAITING);
    assertThat(raised.dueAt()).isNull();
  }

  @Test
  void supersedesTheOperationForOlderContent() {
    Row old = cluster.row(copy("gpu-1", 1, OLD, T0.minusSeconds(9)));
    Operation op =
        desk.take(order("n1", OLD, "gpu-2", Priority.HIGH), null, old, cluster, T0).get(0).after();

    List<Step> steps = desk.take(order("n2", NEW, "gpu-2", Priority.HIGH), op, row, cluster, T0);

    assertThat(steps).hasSize(2);
    assertThat(steps.get(0).after().state()).isEqualTo(OperationState.SUPERSEDED);
    assertThat(steps.get(0).outcomes())
        .extracting(NeedOutcome::needId, NeedOutcome::outcome)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("n1", NeedOutcome.Outcome.SUPERSEDED));
    assertThat(steps.get(1).after().sha256()).isEqualTo(NEW);
  }

  @Test
  void answersAnOrderForOlderContentSoThatItsNeedChoosesAgain() {
    assertAnswer(order("n1", OLD, "gpu-2", Priority.HIGH), "SUPERSEDED", "content_superseded");
  }

  @Test
  void answersAtOnceWhenTheContentIsAlreadyThere() {
    assertAnswer(order("n1", NEW, "gpu-1", Priority.HIGH), "MET", "already_there");
  }

  @Test
  void refusesWhatTheTargetsPolicyOrDiskWontTake() {
    cluster.receivingOnly("gpu-2", ItemType.MODEL);
    cluster.fullDisk("gpu-3");

    assertAnswer(order("n1", NEW, "gpu-2", Priority.HIGH), "REFUSED", "target_refuses");
    assertAnswer(order("n1", NEW, "gpu-3", Priority.HIGH), "REFUSED", "target_disk_full");
  }

  @Test
  void holdsAnOrderForAnOfflineTargetInsteadOfRefusingIt() {
    Operation op = open(order("n1", NEW, "gpu-2", Priority.HIGH));

    Step step = ledger.emit(op, 0, row, cluster.offline("gpu-2"), Traffic.QUIET, T0);

    assertThat(step.emit()).isFalse();
    assertThat(step.after().state()).isEqualTo(OperationState.WAITING);
    assertThat(step.after().reason()).isEqualTo("target_offline: gpu-2 is offline: HOST_OFFLINE");
  }

  @Test
  void cancelsWhenTheLastNeedIsGoneButLetsARunningTransferFinish() {
    Operation op = open(order("n1", NEW, "gpu-2", Priority.HIGH));
    Operation joined = one(order("n2", NEW, "gpu-2", Priority.HIGH), op).after();

    Operation left = one(cancel("n1", NEW, "gpu-2"), joined).after();

    assertThat(left.open()).isTrue();
    assertThat(one(cancel("n2", NEW, "gpu-2"), left).after().state())
        .isEqualTo(OperationState.CANCELLED);
  }

  @Test
  void ruleDoesNotOrderAgainSoonWhatHasJustFailed() {
    Operation op = open(order("", NEW, "gpu-2", Priority.COLD_STORAGE));
    Operation failed = op.to(OperationState.FAILED, "all tried", T0).due(T0.plusSeconds(9)).build();
    ItemOrder again = order("", NEW, "gpu-2", Priority.COLD_STORAGE);

    assertThat(desk.take(again, failed, row, cluster, T0.plusSeconds(60))).isEmpty();
    assertThat(desk.take(again, failed, row, cluster, T0.plusSeconds(3_601))).hasSize(1);
  }

  @Test
  void sameItemAndTargetTomorrowIsAnotherOperation() {
    ItemOrder order = order("n1", NEW, "gpu-2", Priority.HIGH);
    Instant tomorrow = T0.plusSeconds(86_400);

    assertThat(OperationIds.of(order, T0)).isEqualTo(OperationIds.of(order, T0));
    assertThat(OperationIds.of(order, tomorrow)).isNotEqualTo(OperationIds.of(order, T0));
  }

  private Operation open(ItemOrder order) {
    return one(order, null).after();
  }

  private Step one(ItemOrder order, Operation last) {
    List<Step> steps = desk.take(order, last, row, cluster, T0);
    assertThat(steps).hasSize(1);
    return steps.get(0);
  }

  private void assertAnswer(ItemOrder order, String outcome, String reason) {
    Step step = one(order, null);
    assertThat(step.after()).isNull();
    assertThat(step.outcomes()).hasSize(1);
    assertThat(step.outcomes().get(0).outcome().name()).isEqualTo(outcome);
    assertThat(step.outcomes().get(0).reason()).isEqualTo(reason);
  }
}
