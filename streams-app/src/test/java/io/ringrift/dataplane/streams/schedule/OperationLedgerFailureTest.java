package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.schedule.Orders.failed;
import static io.ringrift.dataplane.streams.schedule.Orders.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.Attempt;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Signal;
import io.ringrift.dataplane.streams.model.Source;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an operation that failed or was put off, and which source is asked next. */
class OperationLedgerFailureTest extends OperationLedgerFixture {

  @Test
  void failureBacksOffAndTheSameFailureTwiceCountsOnce() {
    TransferReport failure =
        report(
            TransferReport.Type.FAILED,
            running,
            running.epoch(),
            List.of(failed("gpu-1", "unreachable", "NEXT_TRANSPORT")));

    Operation backoff = ledger.failed(running, failure, row, cluster, T0).after();
    Operation twice = ledger.failed(backoff, failure, row, cluster, T0).after();

    assertThat(backoff.state()).isEqualTo(OperationState.BACKOFF);
    assertThat(backoff.failures()).isEqualTo(1);
    assertThat(backoff.avoid()).isEmpty();
    assertThat(twice).isEqualTo(backoff);
  }

  @Test
  void sourceWithWrongBytesIsAvoidedAndTheNextOneTried() {
    TransferReport failure =
        report(
            TransferReport.Type.FAILED,
            running,
            running.epoch(),
            List.of(failed("gpu-1", "checksum_mismatch", "OTHER_SOURCE")));

    Operation backoff = ledger.failed(running, failure, row, cluster, T0).after();
    Operation retry = ledger.due(backoff, row, backoff.dueAt()).after();
    Operation again =
        ledger.emit(retry, running.epoch(), row, cluster, Traffic.QUIET, backoff.dueAt()).after();

    assertThat(again.sources()).extracting(Source::nodeId).containsExactly("owc");
  }

  @Test
  void asksASourceAgainWhoseBytesWereWrongOnceWhenNoOtherIsLeft() {
    TransferReport failure =
        report(
            TransferReport.Type.FAILED,
            running,
            running.epoch(),
            List.of(
                failed("gpu-1", "checksum_mismatch", "OTHER_SOURCE"),
                failed("owc", "source_missing", "OTHER_SOURCE")));

    Operation backoff = ledger.failed(running, failure, row, cluster, T0).after();
    Operation retry = ledger.due(backoff, row, backoff.dueAt()).after();
    Operation again =
        ledger.emit(retry, running.epoch(), row, cluster, Traffic.QUIET, backoff.dueAt()).after();
    Operation started =
        ledger
            .started(
                again, report(TransferReport.Type.STARTED, again, again.epoch()), backoff.dueAt())
            .after();
    List<Attempt> twice = List.of(failed("gpu-1", "checksum_mismatch", "OTHER_SOURCE"));
    TransferReport last = report(TransferReport.Type.FAILED, started, started.epoch(), twice);

    assertThat(again.sources()).extracting(Source::nodeId).containsExactly("gpu-1");
    assertThat(ledger.failed(started, last, row, cluster, T0).after().state())
        .isEqualTo(OperationState.FAILED);
  }

  @Test
  void failsForGoodOnlyWhenAllIsTried() {
    TransferReport failure =
        report(
            TransferReport.Type.FAILED,
            running,
            running.epoch(),
            List.of(
                failed("gpu-1", "checksum_mismatch", "OTHER_SOURCE"),
                failed("gpu-1", "checksum_mismatch", "OTHER_SOURCE"),
                failed("owc", "source_missing", "OTHER_SOURCE")));

    Step step = ledger.failed(running, failure, row, cluster, T0);

    assertThat(step.after().state()).isEqualTo(OperationState.FAILED);
    assertThat(step.after().attempts()).hasSize(3);
    assertThat(step.signals())
        .singleElement()
        .satisfies(s -> assertThat(s.type()).isEqualTo(Signal.Type.DATA_TRANSFER_FAILED));
    assertThat(step.outcomes())
        .singleElement()
        .satisfies(o -> assertThat(o.outcome()).isEqualTo(NeedOutcome.Outcome.FAILED));
  }

  @Test
  void deferralIsNoFailureAndComesBackWhenTold() {
    TransferReport busy = report(TransferReport.Type.DEFERRED, running, running.epoch());

    Operation deferred = ledger.deferred(running, busy, T0).after();

    assertThat(deferred.state()).isEqualTo(OperationState.BACKOFF);
    assertThat(deferred.failures()).isZero();
    assertThat(deferred.dueAt()).isEqualTo(T0.plusMillis(500));
    assertThat(deferred.reason()).isEqualTo("deferred: because");
  }

  @Test
  void nobodyPutsAnOperationOffForLongerThanAFailureDoes() {
    TransferReport busy = Orders.deferred(running, Long.MAX_VALUE, List.of());

    Operation deferred = ledger.deferred(running, busy, T0).after();

    assertThat(deferred.dueAt()).isEqualTo(T0.plus(RetryPolicy.standard().most()));
  }

  @Test
  void aSourceOfWrongBytesIsAvoidedThoughAnotherWasBusy() {
    TransferReport busy =
        Orders.deferred(
            running, 500, List.of(failed("gpu-1", "checksum_mismatch", "OTHER_SOURCE")));

    Operation deferred = ledger.deferred(running, busy, T0).after();

    assertThat(deferred.avoid()).containsExactly("gpu-1");
    assertThat(deferred.failures()).isZero();
  }
}
