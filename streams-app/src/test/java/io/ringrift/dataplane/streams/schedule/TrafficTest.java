package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.schedule.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficTest {

  private final Cluster cluster = Cluster.threeHostsAndADrive();
  private final Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("owc", 1, NEW, T0));
  private final SchedulePolicy policy = SchedulePolicy.standard(1);

  @ParameterizedTest
  @EnumSource(names = {"LOW", "COLD_STORAGE"})
  void holdsWhatMayWaitWhileTheClusterIsUnderPressure(Priority priority) {
    Operation held = emit(priority, pressure(word(PressureWord.Scope.CLUSTER, "")), 0);

    assertThat(held.state()).isEqualTo(OperationState.WAITING);
    assertThat(held.reason())
        .isEqualTo(
            "backpressure: cluster is under pressure since 2026-11-24T10:00:00Z: disk queue of 90");
    assertThat(held.dueAt()).isEqualTo(T0.plus(policy.recheck()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CRITICAL", "HIGH"})
  void neverTouchesCriticalAndHigh(Priority priority) {
    Pressure everything =
        pressure(
            word(PressureWord.Scope.CLUSTER, ""),
            word(PressureWord.Scope.NODE, "gpu-2"),
            word(PressureWord.Scope.QUEUE, priority.name()));

    assertThat(emit(priority, everything, 9).state()).isEqualTo(OperationState.QUEUED);
  }

  @Test
  void slowsNormalToOneTransferAfterAnother() {
    Pressure cluster = pressure(word(PressureWord.Scope.CLUSTER, ""));

    assertThat(emit(Priority.NORMAL, cluster, 0).state()).isEqualTo(OperationState.QUEUED);
    assertThat(emit(Priority.NORMAL, cluster, 1).reason())
        .startsWith("backpressure: slowed, gpu-2 gets one transfer after another: cluster is");
  }

  @Test
  void pressureOnANodeHoldsOnlyWhatGoesThere() {
    assertThat(emit(Priority.LOW, pressure(word(PressureWord.Scope.NODE, "gpu-2")), 0).state())
        .isEqualTo(OperationState.WAITING);
    assertThat(emit(Priority.LOW, pressure(word(PressureWord.Scope.NODE, "gpu-3")), 0).state())
        .isEqualTo(OperationState.QUEUED);
  }

  @Test
  void nothingThatMayWaitReadsFromANodeUnderPressure() {
    Pressure best = pressure(word(PressureWord.Scope.NODE, "gpu-1"));
    Pressure both = best.with(word(PressureWord.Scope.NODE, "owc"));

    assertThat(emit(Priority.LOW, best, 0).sources())
        .extracting(Source::nodeId)
        .containsExactly("owc");
    assertThat(emit(Priority.LOW, both, 0).reason())
        .isEqualTo("backpressure: all its sources are under pressure");
    assertThat(emit(Priority.HIGH, both, 0).sources()).hasSize(2);
  }

  @Test
  void pressureOnAQueueHoldsOnlyThatQueue() {
    Pressure low = pressure(word(PressureWord.Scope.QUEUE, "LOW"));

    assertThat(emit(Priority.LOW, low, 0).state()).isEqualTo(OperationState.WAITING);
    assertThat(emit(Priority.COLD_STORAGE, low, 0).state()).isEqualTo(OperationState.QUEUED);
  }

  @Test
  void theWordThatWasSaidLastCountsWhateverCameLast() {
    PressureWord on = word(PressureWord.Scope.CLUSTER, "");
    PressureWord off = released(T0.plusSeconds(1));

    assertThat(emit(Priority.LOW, pressure(off, on), 0).state()).isEqualTo(OperationState.QUEUED);
    assertThat(emit(Priority.LOW, pressure(on, off), 0).state()).isEqualTo(OperationState.QUEUED);
    assertThat(emit(Priority.LOW, pressure(released(T0), on), 0).state())
        .as("said at the same moment, the release counts")
        .isEqualTo(OperationState.QUEUED);
  }

  @Test
  void pressureThatNobodyReleasesEnds() {
    Pressure forgotten = pressure(word(PressureWord.Scope.CLUSTER, ""));
    Instant later = T0.plus(Duration.ofHours(1));

    assertThat(forgotten.on(Priority.LOW, "gpu-2", later.minusMillis(1))).isPresent();
    assertThat(forgotten.on(Priority.LOW, "gpu-2", later)).isEmpty();
  }

  @Test
  void shadowModeDecidesEverythingAndMovesNothing() {
    OperationLedger ledger = new OperationLedger(policy.withShadow(new ShadowMode(true, Set.of())));

    Step step = ledger.emit(waiting(Priority.CRITICAL), 0, row, cluster, Traffic.QUIET, T0);

    assertThat(step.emit()).isFalse();
    assertThat(step.after().state()).isEqualTo(OperationState.WAITING);
    assertThat(step.after().reason())
        .isEqualTo(
            "shadow: nothing is moved to gpu-2; it would be fetched from gpu-1 (same_provider, 0"
                + " running)");
    assertThat(step.after().sources()).extracting(Source::nodeId).containsExactly("gpu-1", "owc");
  }

  @Test
  void shadowModeOfOneNodeLeavesOthersAlone() {
    OperationLedger ledger =
        new OperationLedger(policy.withShadow(new ShadowMode(false, Set.of("gpu-1"))));

    assertThat(ledger.emit(waiting(Priority.LOW), 0, row, cluster, Traffic.QUIET, T0).emit())
        .isTrue();
  }

  private Operation emit(Priority priority, Pressure pressure, long underWay) {
    return new OperationLedger(policy)
        .emit(
            waiting(priority),
            0,
            row,
            cluster,
            new Traffic(pressure, null, underWay, NodeRoom.UNLIMITED),
            T0)
        .after();
  }

  private Operation waiting(Priority priority) {
    return new OrderDesk(policy)
        .take(order("n1", NEW, "gpu-2", priority), null, row, cluster, T0)
        .get(0)
        .after();
  }

  private static Pressure pressure(PressureWord... words) {
    Pressure pressure = Pressure.NONE;
    for (PressureWord word : words) {
      pressure = pressure.with(word);
    }
    return pressure;
  }

  private static PressureWord word(PressureWord.Scope scope, String subject) {
    return new PressureWord(
        scope, subject, true, "disk queue of 90", T0, T0.plus(Duration.ofHours(1)));
  }

  private static PressureWord released(Instant at) {
    return new PressureWord(PressureWord.Scope.CLUSTER, "", false, "", at, at);
  }
}
