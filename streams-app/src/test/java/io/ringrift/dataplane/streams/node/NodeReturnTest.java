package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static io.ringrift.dataplane.streams.node.Beats.beat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What brings a node back that is offline, and what does not. */
class NodeReturnTest {

  private static final HostOnline BARE_UP =
      new HostOnline("gpu-1", null, null, null, null, null, null);
  private static final HostOffline DOWN = new HostOffline("gpu-1", "spot reclaimed");

  private final NodeFold fold = new NodeFold(NodePolicy.defaults(), DeclaredNodes.NONE);

  @Nested
  class ComingBack {

    @Test
    void oneHeartbeatAfterSilence() {
      NodeRow row = silent();

      NodeChange change = fold.heartbeat(row, beat(7, 2), at(95)).change().orElseThrow();

      assertThat(change.node().online()).isTrue();
      assertThat(change.cause()).isEqualTo(Cause.HEARTBEAT);
      assertThat(change.detail()).isEqualTo("heard again, was offline for 60 s");
    }

    @Test
    void twoHeartbeatsAfterHostOffline() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));
      row = row(fold.offline(row, "e-1", DOWN, at(3)));

      NodeStep first = fold.heartbeat(row, beat(7, 2), at(10));
      NodeStep second = fold.heartbeat(row(first), beat(7, 3), at(20));

      assertThat(first.change()).isEmpty();
      assertThat(row(first).node().online()).isFalse();
      assertThat(second.change().orElseThrow().node().online()).isTrue();
      assertThat(second.change().orElseThrow().detail())
          .isEqualTo("2 heartbeats since HOST_OFFLINE");
    }

    @Test
    void aRepeatedHeartbeatDoesNotCountTwice() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));
      row = row(fold.offline(row, "e-1", DOWN, at(3)));
      row = row(fold.heartbeat(row, beat(7, 2), at(4)));

      assertThat(fold.heartbeat(row, beat(7, 2), at(5)).change()).isEmpty();
    }

    @Test
    void atOnceWhenTheAgentHasStartedSince() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));
      row = row(fold.offline(row, "e-1", DOWN, at(3)));

      NodeChange change = fold.heartbeat(row, beat(8, 1), at(10)).change().orElseThrow();

      assertThat(change.node().online()).isTrue();
      assertThat(change.detail()).isEqualTo("its agent has started since HOST_OFFLINE");
    }

    @Test
    void hostOfflineOutweighsSilence() {
      NodeRow row = row(fold.offline(silent(), "e-1", DOWN, at(40)));

      assertThat(row.node().cause()).isEqualTo("HOST_OFFLINE");
      assertThat(row.node().changedAt()).as("online didn't change").isEqualTo(at(35));
      assertThat(fold.heartbeat(row, beat(7, 2), at(50)).change()).isEmpty();
    }

    @Test
    void notByHeartbeatsWhenAPersonTookItOut() {
      Node node = NodeBuilder.of("gpu-1").online(false, "OPERATOR", at(0)).revision(1).build();
      NodeRow row = new NodeRow(node, Liveness.NONE);
      for (int i = 1; i < 5; i++) {
        row = row(fold.heartbeat(row, beat(7, i), at(10L * i)));
      }

      assertThat(row.node()).isEqualTo(node);
    }

    private NodeRow silent() {
      NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));
      NodeStep step = fold.silent(row, at(35));
      assertThat(step.change().orElseThrow().detail())
          .isEqualTo("no heartbeat for 35 s, allowed: 30 s");
      return row(step);
    }
  }

  @Nested
  class DeclaredLost {

    private final NodeRow up = row(fold.heartbeat(null, beat(7, 1), at(0)));
    private final NodeStep step =
        fold.offline(up, "e-9", new HostOffline("gpu-1", "contract ended", true), at(5));

    @Test
    void isOfflineForGood() {
      NodeChange change = step.change().orElseThrow();
      assertThat(change.cause()).isEqualTo(Cause.NODE_LOST);
      assertThat(change.detail()).isEqualTo("contract ended");
      assertThat(change.node().lost()).isTrue();
    }

    @Test
    void doesntComeBackByHeartbeatsAndSaysSoOnceABoot() {
      NodeStep beats = fold.heartbeat(row(step), beat(7, 2), at(10));
      NodeStep rebooted = fold.heartbeat(row(beats), beat(8, 1), at(20));

      assertThat(row(rebooted).node().lost()).isTrue();
      assertThat(beats.note()).isEmpty();
      assertThat(rebooted.note())
          .contains("was declared lost and its agent has started: HOST_ONLINE takes it back");
      assertThat(fold.heartbeat(row(rebooted), beat(8, 2), at(30)).note()).isEmpty();
    }

    @Test
    void hostOfflineDoesntSoftenIt() {
      assertThat(row(fold.offline(row(step), "e-10", DOWN, at(10))).node().lost()).isTrue();
    }

    @Test
    void hostOnlineTakesItBack() {
      Node node = row(fold.online(row(step), "e-10", BARE_UP, at(10))).node();

      assertThat(node.online()).isTrue();
      assertThat(node.lost()).isFalse();
    }

    @Test
    void aHostThatIsDownAlreadyCanBeDeclaredLost() {
      NodeRow down = row(fold.offline(up, "e-8", DOWN, at(3)));

      NodeStep lost = fold.offline(down, "e-9", new HostOffline("gpu-1", null, true), at(5));

      assertThat(row(lost).node().lost()).isTrue();
    }
  }

  private static NodeRow row(NodeStep step) {
    return step.row().orElseThrow();
  }
}
