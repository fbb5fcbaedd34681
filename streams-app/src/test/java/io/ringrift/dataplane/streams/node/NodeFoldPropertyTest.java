package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.NodeChange;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NodeFoldPropertyTest {

  /** One thing that happens to a node, in a small world so that repetitions are common. */
  record Input(Kind kind, int boot, int sequence, int event, int rack, long diskFree) {
    enum Kind {
      BEAT,
      ONLINE,
      OFFLINE,
      SILENT
    }
  }

  private final NodeFold fold = new NodeFold(NodePolicy.defaults(), DeclaredNodes.NONE);

  @Provide
  Arbitrary<List<Input>> inputs() {
    return Combinators.combine(
            Arbitraries.of(Input.Kind.class),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(1, 2),
            Arbitraries.longs().between(0, Beats.TOTAL))
        .as(Input::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void doesNothingWhenTheSameInputComesAgain(@ForAll("inputs") List<Input> inputs) {
    NodeRow row = null;
    int second = 0;
    for (Input input : inputs) {
      row = apply(row, input, second).row().orElse(row);
      NodeStep again = apply(row, input, second + 1);
      if (input.kind() != Input.Kind.SILENT) {
        assertThat(again.change()).isEmpty();
        assertThat(again.row().orElse(null)).isEqualTo(row);
      }
      second += 10;
    }
  }

  @Property(tries = 300)
  void revisionsGrowByOneAndEveryChangeIsTold(@ForAll("inputs") List<Input> inputs) {
    NodeRow row = null;
    long revision = 0;
    int second = 0;
    for (Input input : inputs) {
      NodeStep step = apply(row, input, second);
      boolean changed =
          step.row().isPresent() && (row == null || !step.row().get().node().equals(row.node()));
      assertThat(step.change().isPresent()).isEqualTo(changed);
      if (changed) {
        revision++;
        assertThat(step.row().get().node().revision()).isEqualTo(revision);
        assertThat(step.change().get().node()).isEqualTo(step.row().get().node());
      }
      row = step.row().orElse(row);
      second += 10;
    }
  }

  @Property(tries = 300)
  void onlineChangesOnlyForACauseThatSaysSo(@ForAll("inputs") List<Input> inputs) {
    NodeRow row = null;
    int second = 0;
    for (Input input : inputs) {
      NodeStep step = apply(row, input, second);
      boolean before = row != null && row.node().online();
      boolean after = step.row().map(each -> each.node().online()).orElse(before);
      if (before != after) {
        NodeChange change = step.change().orElseThrow();
        assertThat(change.cause())
            .isIn(
                after
                    ? List.of(NodeChange.Cause.HOST_ONLINE, NodeChange.Cause.HEARTBEAT)
                    : List.of(NodeChange.Cause.HOST_OFFLINE, NodeChange.Cause.HEARTBEATS_MISSED));
        assertThat(change.node().cause()).isEqualTo(change.cause().name());
        assertThat(change.node().changedAt()).isEqualTo(at(second));
      }
      row = step.row().orElse(row);
      second += 10;
    }
  }

  @Property(tries = 300)
  void sameInputsGiveTheSameTable(@ForAll("inputs") List<Input> inputs) {
    assertThat(fold(inputs)).isEqualTo(fold(inputs));
  }

  private List<NodeRow> fold(List<Input> inputs) {
    List<NodeRow> rows = new ArrayList<>();
    NodeRow row = null;
    int second = 0;
    for (Input input : inputs) {
      row = apply(row, input, second).row().orElse(row);
      rows.add(row);
      second += 10;
    }
    return rows;
  }

  private NodeStep apply(NodeRow row, Input input, int second) {
    return switch (input.kind()) {
      case BEAT ->
          fold.heartbeat(
              row,
              Beats.beat(
                  "gpu-1", input.boot(), input.sequence(), "r" + input.rack(), input.diskFree(), 0),
              at(second));
      case ONLINE ->
          fold.online(
              row,
              "e-" + input.event(),
              new HostOnline("gpu-1", null, null, null, "r" + input.rack(), null, null),
              at(second));
      case OFFLINE ->
          fold.offline(row, "e-" + input.event(), new HostOffline("gpu-1", null), at(second));
      case SILENT ->
          row != null && row.node().online() && row.liveness().hasAgent()
              ? fold.silent(row, at(second))
              : NodeStep.unchanged(row);
    };
  }
}
