package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.OLD;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is said in whatever order, the ledger keeps its promises. Replay: the failing seed. */
class LedgerPropertyTest {

  private static final SchedulePolicy POLICY = SchedulePolicy.standard(1);

  private final OrderDesk desk = new OrderDesk(POLICY);
  private final OperationLedger ledger = new OperationLedger(POLICY);

  @Property(tries = 300)
  void keepsItsPromisesUnderAnyInterleaving(@ForAll long seed) {
    Random random = new Random(seed);
    Cluster cluster = Cluster.threeHostsAndADrive();
    Row row = cluster.row(copy("gpu-1", 1, OLD, T0.minusSeconds(60)), copy("owc", 1, OLD, T0));
    Map<String, Operation> operations = new HashMap<>();
    String last = null;
    long lastEpoch = 0;
    Instant now = T0;
    int told = 0;
    int ended = 0;

    for (int i = 0; i < 120; i++) {
      now = now.plusMillis(random.nextInt(20_000));
      Operation op = last == null ? null : operations.get(last);
      List<Step> steps = new ArrayList<>();
      switch (random.nextInt(9)) {
        case 0 -> {
          Priority priority = Priority.values()[random.nextInt(5)];
          String content = row.standing().current().sha256();
          steps.addAll(
              desk.take(
                  Orders.order("n" + random.nextInt(4), content, "gpu-2", priority),
                  op,
                  row,
                  cluster,
                  now));
        }
        case 1 -> {
          if (random.nextInt(5) == 0) {
            row = Row.fold(row, copy("owc", 2 + i, NEW, T0.plusSeconds(1)), cluster, Set.of(), now);
            if (op != null && op.open()) {
              steps.add(ledger.rowChanged(op, row, now));
            }
          }
        }
        case 2 -> {
          String node = random.nextBoolean() ? "gpu-1" : "gpu-2";
          row =
              row.refreshed(
                  random.nextBoolean() ? cluster.offline(node) : cluster.back(node), Set.of(), now);
          if (op != null && op.open()) {
            steps.add(ledger.rowChanged(op, row, now));
          }
        }
        case 3 -> {
          if (op != null && op.state() == OperationState.WAITING) {
            steps.add(ledger.emit(op, lastEpoch, row, cluster, Traffic.QUIET, now));
          }
        }
        case 4 -> {
          if (op != null && op.dueAt() != null && !op.dueAt().isAfter(now)) {
            steps.add(ledger.due(op, row, now));
          }
        }
        default -> {
          if (op != null) {
            TransferReport.Type type = TransferReport.Type.values()[random.nextInt(4)];
            long epoch = random.nextInt(3) == 0 ? op.epoch() - 1 : op.epoch();
            TransferReport report = Orders.report(type, op, epoch);
            steps.add(
                switch (type) {
                  case STARTED -> ledger.started(op, report, now);
                  case COMPLETE -> ledger.completed(op, report, row, now);
                  case FAILED -> ledger.failed(op, report, row, cluster, now);
                  case DEFERRED -> ledger.deferred(op, report, now);
                });
          }
        }
      }
      for (Step step : steps) {
        Operation before = step.before();
        Operation after = step.after();
        if (before != null && after != null && !before.equals(after)) {
          assertThat(before.state().mayBecome(after.state())).isTrue();
          assertThat(after.priority()).isLessThanOrEqualTo(before.priority());
          assertThat(after.epoch()).isGreaterThanOrEqualTo(before.epoch());
        }
        if (step.emit()) {
          assertThat(after.epoch()).isGreaterThan(lastEpoch);
          assertThat(after.sources()).isNotEmpty();
          assertThat(after.sources()).noneMatch(s -> s.nodeId().equals("gpu-2"));
          lastEpoch = after.epoch();
        }
        if (after == null) {
          if (before != null) {
            operations.remove(before.operationId());
          }
          continue;
        }
        assertThat(after.reason()).isNotBlank();
        if (after.open() && after.state() != OperationState.WAITING) {
          assertThat(after.dueAt()).as("an open operation is never forgotten").isNotNull();
        }
        boolean endsNow = after.state().ended() && (before == null || before.open());
        if (endsNow) {
          ended += after.requesters().size();
          told += step.outcomes().size();
          assertThat(step.outcomes()).hasSize(after.requesters().size());
        }
        operations.put(after.operationId(), after);
        last = after.operationId();
      }
      assertThat(operations.values().stream().filter(Operation::open).count())
          .as("at most one open operation for an (item, target)")
          .isLessThanOrEqualTo(1);
    }
    assertThat(told).isEqualTo(ended);
  }

  @Property
  void backoffIsBoundedAndRepeatable(@ForAll String id, @ForAll int failures) {
    int failed = 1 + Math.floorMod(failures, 40);
    RetryPolicy retry = RetryPolicy.standard();

    Duration wait = retry.backoff(id, failed);

    assertThat(wait).isEqualTo(retry.backoff(id, failed));
    assertThat(wait).isLessThanOrEqualTo(retry.most());
    assertThat(wait.toMillis()).isGreaterThanOrEqualTo(retry.first().toMillis() * 3 / 4);
  }
}
