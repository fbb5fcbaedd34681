package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static io.ringrift.dataplane.streams.node.Beats.beat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.Heartbeat;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What heartbeats and host events make of a node. */
class NodeFoldTest {

  private static final HostOnline UP =
      new HostOnline("gpu-1", null, "vast", null, null, Set.of("training", "ephemeral"), null);
  private static final HostOnline BARE_UP =
      new HostOnline("gpu-1", null, null, null, null, null, null);
  private static final HostOffline DOWN = new HostOffline("gpu-1", "spot reclaimed");

  private final NodeFold fold = new NodeFold(NodePolicy.defaults(), DeclaredNodes.NONE);

  @Nested
  class Heartbeats {

    @Test
    void theFirstMakesANodeKnownAndOnline() {
      NodeStep step = fold.heartbeat(null, beat(7, 1), at(0));

      NodeChange change = step.change().orElseThrow();
      assertThat(change.cause()).isEqualTo(Cause.HEARTBEAT);
      assertThat(change.occurredAt()).isEqualTo(at(0));
      Node node = change.node();
      assertThat(node.online()).isTrue();
      assertThat(node.cause()).isEqualTo("HEARTBEAT");
      assertThat(node.changedAt()).isEqualTo(at(0));
      assertThat(node.rack()).isEqualTo("r1");
      assertThat(node.endpoint()).isEqualTo("http://gpu-1:7001");
      assertThat(node.boot()).isEqualTo(7);
      assertThat(node.lastHeartbeatAt()).isEqualTo(at(0));
      assertThat(node.revision()).isEqualTo(1);
    }

    @Test
    void oneThatSaysNothingNewIsKeptButNotTold() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));

      NodeStep step = fold.heartbeat(row, beat(7, 2), at(10));

      assertThat(step.change()).isEmpty();
      assertThat(row(step).node()).isEqualTo(row.node());
      assertThat(row(step).liveness().lastHeartbeatAt()).isEqualTo(at(10));
    }

    @Test
    void aRepeatedOneChangesNothing() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 2), at(0)));

      assertThat(fold.heartbeat(row, beat(7, 2), at(10))).isEqualTo(NodeStep.unchanged(row));
      assertThat(fold.heartbeat(row, beat(7, 1), at(10))).isEqualTo(NodeStep.unchanged(row));
    }

    @Test
    void oneOfAnOlderBootIsIgnoredAloud() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 2), at(0)));

      NodeStep step = fold.heartbeat(row, beat(6, 99), at(10));

      assertThat(step.row()).contains(row);
      assertThat(step.change()).isEmpty();
      assertThat(step.note())
          .contains("heartbeat of boot 6 after boot 7: do two agents run as gpu-1?");
    }

    @Test
    void aNewBootIsTold() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 2), at(0)));

      NodeChange change = fold.heartbeat(row, beat(8, 1), at(10)).change().orElseThrow();

      assertThat(change.cause()).isEqualTo(Cause.FACTS);
      assertThat(change.detail()).isEqualTo("boot 7 -> 8");
      assertThat(change.node().changedAt()).isEqualTo(at(0));
      assertThat(change.node().revision()).isEqualTo(2);
    }

    @Test
    void aTransportThatBecomesUnavailableIsToldWithItsReason() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));
      Heartbeat lacking = Beats.lacking(7, 2, Map.of("rsync", "rsync is not installed"));

      NodeChange change = fold.heartbeat(row, lacking, at(10)).change().orElseThrow();

      assertThat(change.cause()).isEqualTo(Cause.FACTS);
      assertThat(change.detail())
          .isEqualTo("unavailable transports {} -> {rsync=rsync is not installed}");
      assertThat(change.node().unavailable()).containsEntry("rsync", "rsync is not installed");
    }

    @Test
    void withoutPlaceAndRolesLeavesWhatEventsSaid() {
      NodeRow row =
          row(
              fold.online(
                  null,
                  "e-1",
                  new HostOnline(
                      "gpu-1",
                      NodeKind.HOST,
                      "vast",
                      "eu",
                      "r9",
                      Set.of("ephemeral"),
                      "http://10.0.0.1:7001"),
                  at(0)));
      Heartbeat untold =
          new Heartbeat(
              "gpu-1",
              1,
              1,
              NodeKind.HOST,
              null,
              null,
              null,
              Set.of(),
              null,
              Set.of(),
              Set.of(),
              null,
              0,
              0,
              70,
              0,
              4,
              null,
              Map.of(),
              false);

      Node node = row(fold.heartbeat(row, untold, at(5))).node();

      assertThat(node.provider()).isEqualTo("vast");
      assertThat(node.region()).isEqualTo("eu");
      assertThat(node.rack()).isEqualTo("r9");
      assertThat(node.roles()).containsExactly("ephemeral");
      assertThat(node.endpoint()).as("an agent without endpoint can't be called").isNull();
    }
  }

  @Nested
  class HostEvents {

    @Test
    void onlineMakesANodeKnown() {
      NodeChange change = fold.online(null, "e-1", UP, at(0)).change().orElseThrow();

      assertThat(change.cause()).isEqualTo(Cause.HOST_ONLINE);
      assertThat(change.node().online()).isTrue();
      assertThat(change.node().provider()).isEqualTo("vast");
      assertThat(change.node().roles()).containsExactlyInAnyOrder("training", "ephemeral");
    }

    @Test
    void offlineDisablesAtOnce() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));

      NodeChange change = fold.offline(row, "e-1", DOWN, at(3)).change().orElseThrow();

      assertThat(change.node().online()).isFalse();
      assertThat(change.node().cause()).isEqualTo("HOST_OFFLINE");
      assertThat(change.node().changedAt()).isEqualTo(at(3));
      assertThat(change.detail()).isEqualTo("spot reclaimed");
    }

    @Test
    void offlineOfAnUnknownNodeMakesItKnown() {
      NodeStep step = fold.offline(null, "e-1", DOWN, at(3));

      assertThat(row(step).node().online()).isFalse();
      assertThat(step.change()).isPresent();
    }

    @Test
    void onlineEnablesAgain() {
      NodeRow row = row(fold.online(null, "e-1", UP, at(0)));
      row = row(fold.offline(row, "e-2", DOWN, at(3)));

      NodeChange change = fold.online(row, "e-3", BARE_UP, at(9)).change().orElseThrow();

      assertThat(change.node().online()).isTrue();
      assertThat(change.node().provider()).as("kept, as the event says nothing").isEqualTo("vast");
      assertThat(change.detail()).isEqualTo("was offline by HOST_OFFLINE");
      assertThat(change.node().revision()).isEqualTo(3);
    }

    @Test
    void onlineOfANodeThatIsOnlineTellsOnlyNewFacts() {
      NodeRow row = row(fold.online(null, "e-1", UP, at(0)));

      assertThat(fold.online(row, "e-2", BARE_UP, at(5)).change()).isEmpty();
      NodeChange change =
          fold.online(
                  row, "e-3", new HostOnline("gpu-1", null, null, null, "r2", null, null), at(6))
              .change()
              .orElseThrow();
      assertThat(change.cause()).isEqualTo(Cause.FACTS);
      assertThat(change.detail()).isEqualTo("rack null -> r2");
    }

    @Test
    void aRepeatedEventIsKnownByItsId() {
      NodeRow row = row(fold.online(null, "e-1", UP, at(0)));
      row = row(fold.offline(row, "e-2", DOWN, at(3)));
      row = row(fold.online(row, "e-3", UP, at(9)));

      NodeStep step = fold.offline(row, "e-2", DOWN, at(12));

      assertThat(step).isEqualTo(NodeStep.unchanged(row));
    }
  }

  @Test
  void keepsTheLastSixteenEventIds() {
    NodeRow row = null;
    for (int i = 0; i < 20; i++) {
      row = row(fold.online(row, "e-" + i, UP, at(i)));
    }

    List<String> kept = row.liveness().recentEvents();
    assertThat(kept).hasSize(16).startsWith("e-4").endsWith("e-19");
  }

  private static NodeRow row(NodeStep step) {
    return step.row().orElseThrow();
  }
}
