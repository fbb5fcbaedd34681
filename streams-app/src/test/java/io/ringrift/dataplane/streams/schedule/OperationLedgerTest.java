package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.OLD;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.schedule.Orders.order;
import static io.ringrift.dataplane.streams.schedule.Orders.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import io.ringrift.dataplane.streams.model.Source;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperationLedgerTest extends OperationLedgerFixture {

  @Test
  void emitsWithRankedSourcesAndAnEpochAboveAllBefore() {
    assertThat(queued.state()).isEqualTo(OperationState.QUEUED);
    assertThat(queued.sources()).extracting(Source::nodeId).containsExactly("gpu-1", "owc");
    assertThat(queued.epoch()).isEqualTo(T0.toEpochMilli());
    long ahead = T0.toEpochMilli() + 5_000;
    assertThat(ledger.emit(waiting, ahead, row, cluster, Traffic.QUIET, T0).after().epoch())
        .isEqualTo(ahead + 1);
  }

  @Test
  void waitsForNewerContentAtTheTargetToBeRead() {
    Row written =
        cluster.row(
            copy("gpu-1", 1, OLD, T0),
            copy("gpu-3", 1, NEW, T0.plusSeconds(1), Validation.CLAIMED));
    Operation to =
        new OrderDesk(policy)
            .take(order("n1", OLD, "gpu-3", Priority.HIGH), null, written, cluster, T0)
            .get(0)
            .after();

    Operation held = ledger.emit(to, 0, written, cluster, Traffic.QUIET, T0).after();

    assertThat(held.state()).isEqualTo(OperationState.WAITING);
    assertThat(held.reason()).startsWith("target_has_newer: ");

    Row damaged =
        cluster.row(
            copy("gpu-1", 1, OLD, T0),
            copy("gpu-3", 2, NEW, T0.plusSeconds(1), Validation.INVALID));
    assertThat(ledger.emit(to, 0, damaged, cluster, Traffic.QUIET, T0).emit()).isTrue();
  }

  @Test
  void completionEndsTheOperationTellsItsRequesterAndAnnouncesTheData() {
    Step step =
        ledger.completed(
            running, report(TransferReport.Type.COMPLETE, running, running.epoch()), row, T0);

    assertThat(step.after().state()).isEqualTo(OperationState.DONE);
    assertThat(step.outcomes())
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.outcome()).isEqualTo(NeedOutcome.Outcome.MET);
              assertThat(outcome.reason()).isEqualTo("transferred");
            });
    assertThat(step.signals())
        .singleElement()
        .satisfies(
            signal -> {
              assertThat(signal.type()).isEqualTo(Signal.Type.DATA_AVAILABLE);
              assertThat(signal.path()).isEqualTo("/data/" + Cluster.NPZ);
              assertThat(signal.sampleCount()).isEqualTo(600);
            });
  }

  @Test
  void completionOfAnOlderEpochCountsAndASecondOneDoesNot() {
    TransferReport late = report(TransferReport.Type.COMPLETE, running, running.epoch() - 1);

    Operation done = ledger.completed(running, late, row, T0).after();

    assertThat(done.state()).isEqualTo(OperationState.DONE);
    Step again = ledger.completed(done, late, row, T0);
    assertThat(again.after()).isEqualTo(done);
    assertThat(again.outcomes()).isEmpty();
    assertThat(again.signals()).isEmpty();
  }

  @Test
  void silentWorkerLosesItsLeaseAndTheOperationIsEmittedAgain() {
    Instant leaseOut = T0.plus(policy.lease());
    assertThat(running.dueAt()).isEqualTo(leaseOut);

    Operation back = ledger.due(running, row, leaseOut).after();
    Operation again =
        ledger.emit(back, running.epoch(), row, cluster, Traffic.QUIET, leaseOut).after();

    assertThat(back.state()).isEqualTo(OperationState.WAITING);
    assertThat(back.reason()).isEqualTo("lease ran out: worker worker-1 fell silent");
    assertThat(again.epoch()).isGreaterThan(running.epoch());
  }

  @Test
  void renewalMovesTheLeaseAndShowsTheBytes() {
    Instant then = T0.plusSeconds(10);

    Operation renewed = ledger.renewed(running, running.epoch(), "worker-1", 250, then).after();

    assertThat(renewed.dueAt()).isEqualTo(then.plus(policy.lease()));
    assertThat(renewed.bytesDone()).isEqualTo(250);
  }

  /**
   * What was moved already takes up the disk: counted twice, a nearly full one refused the rest.
   */
  @Test
  void aTargetNeedsRoomOnlyForWhatIsLeft() {
    Instant then = T0.plus(policy.lease());
    cluster.put(NodeBuilder.from(cluster.node("gpu-2")).disk(1_000, 500, 80).build());
    Operation fresh = ledger.due(running, row, then).after();
    Operation moved =
        ledger
            .due(
                ledger.renewed(running, running.epoch(), "worker-1", 250, T0).after(),
                row,
                then.plusSeconds(1))
            .after();

    Operation refused = ledger.emit(fresh, 0, row, cluster, Traffic.QUIET, then).after();
    Operation again = ledger.emit(moved, 0, row, cluster, Traffic.QUIET, then).after();

    assertThat(refused.state()).isEqualTo(OperationState.FAILED);
    assertThat(refused.reason()).startsWith("target_disk_full: gpu-2 needs 0 MB for it");
    assertThat(again.state()).isEqualTo(OperationState.QUEUED);
    assertThat(again.bytesLeft()).as("a worker goes on from there").isEqualTo(250);
  }

  @Test
  void wordsAboutAnotherEpochChangeNothing() {
    long stale = running.epoch() - 1;

    assertThat(ledger.renewed(running, stale, "w", 1, T0).after()).isEqualTo(running);
    assertThat(
            ledger
                .failed(
                    running, report(TransferReport.Type.FAILED, running, stale), row, cluster, T0)
                .after())
        .isEqualTo(running);
    assertThat(
            ledger.started(queued, report(TransferReport.Type.STARTED, queued, stale), T0).after())
        .isEqualTo(queued);
  }

  @Test
  void resourcesWhenEverySourceOfAQueuedOperationWentOffline() {
    cluster.offline("gpu-1").offline("owc");
    Row orphaned = row.refreshed(cluster, java.util.Set.of("gpu-2"), T0);

    Operation back = ledger.rowChanged(queued, orphaned, T0).after();
    Operation held =
        ledger.emit(back, queued.epoch(), orphaned, cluster, Traffic.QUIET, T0).after();

    assertThat(back.state()).isEqualTo(OperationState.WAITING);
    assertThat(held.reason()).startsWith("no_reachable_source");
    assertThat(ledger.targetChanged(held, T0).after().dueAt()).isNull();
  }

  @Test
  void newerContentSupersedesEvenARunningTransfer() {
    Row newer = cluster.row(copy("gpu-1", 1, OLD, T0.minusSeconds(9)), copy("owc", 1, NEW, T0));
    Operation old =
        new OrderDesk(policy)
            .take(
                order("n1", OLD, "gpu-2", Priority.HIGH),
                null,
                cluster.row(copy("gpu-1", 1, OLD, T0.minusSeconds(9))),
                cluster,
                T0)
            .get(0)
            .after();

    Step step = ledger.rowChanged(old, newer, T0);

    assertThat(step.after().state()).isEqualTo(OperationState.SUPERSEDED);
    assertThat(step.outcomes())
        .singleElement()
        .satisfies(o -> assertThat(o.outcome()).isEqualTo(NeedOutcome.Outcome.SUPERSEDED));
  }

  @Test
  void endedOperationIsDroppedWhenItsTimeToBeReadIsOver() {
    TransferReport complete = report(TransferReport.Type.COMPLETE, running, running.epoch());
    Operation done = ledger.completed(running, complete, row, T0).after();

    assertThat(done.dueAt()).isEqualTo(T0.plus(policy.keepEnded()));
    assertThat(ledger.due(done, row, done.dueAt()).after()).isNull();
  }
}
