package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.schedule.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Source;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeLimitsTest {
  private static final long GIB = 1L << 30;

  private final NodeLimits limits = new NodeLimits(8, 4, 2, 10 * GIB);
  private final Cluster cluster = Cluster.threeHostsAndADrive();
  private final Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("owc", 1, NEW, T0));
  private final SchedulePolicy policy = SchedulePolicy.standard(1);

  @Test
  void aNodeGetsAsManyAsItSaysAndGivesAsManyAsThePolicySays() {
    Node node = node(3);

    assertThat(limits.full(Place.gets("a"), node, carries(2), GIB, 1, 1)).isEmpty();
    assertThat(limits.full(Place.gets("a"), node, carries(3), GIB, 1, 1))
        .hasValue("a already gets 3 of 3");
    assertThat(limits.full(Place.gives("a"), node, carries(7), GIB, 1, 1)).isEmpty();
    assertThat(limits.full(Place.gives("a"), node, carries(8), GIB, 1, 1))
        .hasValue("a already gives 8 of 8");
  }

  @Test
  void aNodeThatSaysNothingGetsAsManyAsThePolicySays() {
    assertThat(limits.full(Place.gets("a"), node(0), carries(4), GIB, 1, 1))
        .hasValue("a already gets 4 of 4");
    assertThat(limits.full(Place.gets("a"), null, carries(4), GIB, 1, 1))
        .hasValue("a already gets 4 of 4");
  }

  @Test
  void aCoordinatorDoesLittleWhateverItSays() {
    Node coordinator = node(100, Node.COORDINATOR);

    assertThat(limits.full(Place.gives("a"), coordinator, carries(2), GIB, 1, 1))
        .hasValue("a already gives 2 of 2");
    assertThat(limits.full(Place.gets("a"), coordinator, carries(2), GIB, 1, 1)).isPresent();
  }

  @Test
  void anItemLargerThanTheLimitMovesAlone() {
    assertThat(limits.full(Place.gets("a"), node(4), Load.NONE, 89 * GIB, 1, 1)).isEmpty();
    assertThat(limits.full(Place.gets("a"), node(4), new Load(1, 9 * GIB), 2 * GIB, 1, 1))
        .hasValue("a already gets 9216 MB of 10240 MB at once");
  }

  @Test
  void aProcessWithSomeOfTheTasksHasItsPartOfALimitAndAtLeastOneTransfer() {
    assertThat(limits.full(Place.gives("a"), null, carries(2), 1, 1, 3)).isEmpty();
    assertThat(limits.full(Place.gives("a"), null, carries(3), 1, 1, 3))
        .hasValue("a already gives 3 of 3");
    assertThat(limits.full(Place.gives("a"), null, Load.NONE, 1, 1, 100)).isEmpty();
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new NodeLimits(0, 4, 2, 1))
        .hasMessage("giving 0, getting 4, coordinator 2, bytes 1, allowed: 1 or more each");
  }

  @Test
  void anOperationWaitsInTheLedgerForItsTarget() {
    Operation held = emit(Priority.HIGH, Map.of(Place.gets("gpu-2"), "gpu-2 already gets 4 of 4"));

    assertThat(held.state()).isEqualTo(OperationState.WAITING);
    assertThat(held.reason()).isEqualTo("target_busy: gpu-2 already gets 4 of 4");
    assertThat(Place.waitedForBy(held)).hasValue(Place.gets("gpu-2"));
    assertThat(Place.takenBy(held)).isEmpty();
  }

  @Test
  void aBusySourceComesLastAndHoldsOnlyWhenAllAre() {
    Map<Place, String> first = Map.of(Place.gives("gpu-1"), "gpu-1 already gives 8 of 8");
    Map<Place, String> both =
        Map.of(
            Place.gives("gpu-1"), "gpu-1 already gives 8 of 8",
            Place.gives("owc"), "owc already gives 8 of 8");

    Operation goes = emit(Priority.LOW, first);
    Operation held = emit(Priority.LOW, both);

    assertThat(goes.sources()).extracting(Source::nodeId).containsExactly("owc", "gpu-1");
    assertThat(Place.takenBy(goes)).containsExactly(Place.gets("gpu-2"), Place.gives("owc"));
    assertThat(held.reason()).isEqualTo("source_busy: gpu-1 already gives 8 of 8");
    assertThat(Place.waitedForBy(held)).hasValue(Place.gives("gpu-1"));
  }

  @Test
  void criticalWaitsForNoRoom() {
    Operation goes =
        emit(Priority.CRITICAL, Map.of(Place.gets("gpu-2"), "full", Place.gives("gpu-1"), "full"));

    assertThat(goes.state()).isEqualTo(OperationState.QUEUED);
    assertThat(Place.takenBy(goes)).contains(Place.gets("gpu-2"));
  }

  @Test
  void oneInLineThatIsRaisedToCriticalIsLookedAtAtOnce() {
    Operation held = emit(Priority.LOW, Map.of(Place.gets("gpu-2"), "gpu-2 already gets 4 of 4"));

    Operation raised =
        new OrderDesk(policy)
            .take(order("n2", NEW, "gpu-2", Priority.CRITICAL), held, row, cluster, T0)
            .get(0)
            .after();

    assertThat(raised.dueAt()).isNull();
    assertThat(Place.waitedForBy(raised)).isEmpty();
  }

  private Operation emit(Priority priority, Map<Place, String> full) {
    Operation waiting =
        new OrderDesk(policy)
            .take(order("n1", NEW, "gpu-2", priority), null, row, cluster, T0)
            .get(0)
            .after();
    NodeRoom room = (place, size) -> Optional.ofNullable(full.get(place));
    return new OperationLedger(policy)
        .emit(waiting, 0, row, cluster, new Traffic(Pressure.NONE, null, 0, room), T0)
        .after();
  }

  private static Load carries(int transfers) {
    return new Load(transfers, 0);
  }

  private Node node(int maxTransfers, String... roles) {
    return NodeBuilder.from(cluster.node("gpu-1"))
        .load(0, maxTransfers)
        .roles(Set.of(roles))
        .build();
  }
}
