package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.schedule.Orders.order;
import static io.ringrift.dataplane.streams.schedule.Orders.report;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.TransferReport;

/** An operation on its way, for the tests of the ledger: waiting, queued, running. */
abstract class OperationLedgerFixture {

  final Cluster cluster = Cluster.threeHostsAndADrive();
  final SchedulePolicy policy = SchedulePolicy.standard(3);
  final OperationLedger ledger = new OperationLedger(policy);
  final Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("owc", 1, NEW, T0));

  final Operation waiting =
      new OrderDesk(policy)
          .take(order("n1", NEW, "gpu-2", Priority.HIGH), null, row, cluster, T0)
          .get(0)
          .after();
  final Operation queued = ledger.emit(waiting, 0, row, cluster, Traffic.QUIET, T0).after();
  final Operation running =
      ledger
          .started(queued, report(TransferReport.Type.STARTED, queued, queued.epoch()), T0)
          .after();
}
