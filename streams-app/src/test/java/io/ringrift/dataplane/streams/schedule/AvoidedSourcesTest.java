package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.schedule.Orders.failed;
import static io.ringrift.dataplane.streams.schedule.Orders.order;
import static io.ringrift.dataplane.streams.schedule.Orders.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Source;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Simulation, seed 48: a backup waited for ever for a source, since it avoided all there were. */
class AvoidedSourcesTest {
  private final Cluster cluster = Cluster.threeHostsAndADrive();
  private final OperationLedger ledger = new OperationLedger(SchedulePolicy.standard(1));

  @Test
  void whomAnOperationAvoidsIsAskedAgainBeforeItWaitsForEver() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("owc", 1, NEW, T0));
    Operation backoff = fails(emit(waiting(row), row), row, "gpu-1");
    assertThat(backoff.state()).isEqualTo(OperationState.BACKOFF);

    Row owcGone = row.refreshed(cluster.offline("owc"), Set.of(), T0);
    Operation due = ledger.due(backoff, owcGone, T0.plusSeconds(10)).after();
    Operation again = emit(due, owcGone);

    assertThat(again.state()).isEqualTo(OperationState.QUEUED);
    assertThat(again.sources()).extracting(Source::nodeId).containsExactly("gpu-1");
    Operation last = fails(again, owcGone, "gpu-1");
    assertThat(last.state()).isEqualTo(OperationState.FAILED);
    assertThat(last.reason()).startsWith("no source is left to try");
  }

  private Operation waiting(Row row) {
    return new OrderDesk(SchedulePolicy.standard(1))
        .take(order("n1", NEW, "gpu-2", Priority.LOW), null, row, cluster, T0)
        .get(0)
        .after();
  }

  private Operation emit(Operation op, Row row) {
    return ledger.emit(op, op.epoch(), row, cluster, Traffic.QUIET, T0.plusSeconds(20)).after();
  }

  private Operation fails(Operation op, Row row, String source) {
    return ledger
        .failed(
            op,
            report(
                TransferReport.Type.FAILED,
                op,
                op.epoch(),
                List.of(failed(source, "source_missing", "OTHER_SOURCE"))),
            row,
            cluster,
            T0)
        .after();
  }
}
