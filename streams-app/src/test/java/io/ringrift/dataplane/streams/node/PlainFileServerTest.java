package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static io.ringrift.dataplane.streams.node.Beats.beat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A node that has no agent: the node file says where its files are served. */
class PlainFileServerTest {
  private static final String URL = "http://mac:8000/data";

  private final NodeFold served = with(declared(URL));
  private final NodeFold named = with(declared(null));
  private final NodeFold without = new NodeFold(NodePolicy.defaults(), DeclaredNodes.NONE);

  @Test
  void isOnlineThoughNobodyIsHeardAndTakesNothing() {
    NodeChange change = served.declared(null, "gpu-1", at(0)).change().orElseThrow();

    assertThat(change.cause()).isEqualTo(Cause.DECLARED);
    Node node = change.node();
    assertThat(node.online()).isTrue();
    assertThat(node.plain()).isTrue();
    assertThat(node.endpoint()).isEqualTo(URL);
    assertThat(node.transports()).containsExactly("plain_http");
    assertThat(node.takes()).isEmpty();
  }

  @Test
  void isToldOnceAndNeverFallsSilent() {
    NodeRow row = row(served.declared(null, "gpu-1", at(0)));

    assertThat(served.declared(row, "gpu-1", at(9)).change()).isEmpty();
    assertThat(
            new OfflineJudge(NodePolicy.defaults()).judge(List.of(row), at(86_400), at(0)).silent())
        .isEmpty();
  }

  @Test
  void hostOfflineTakesItOutAndTheNextStartDoesNotBringItBack() {
    NodeRow row = row(served.declared(null, "gpu-1", at(0)));

    NodeRow down = row(served.offline(row, "e-1", new HostOffline("gpu-1", "unplugged"), at(5)));

    assertThat(down.node().online()).isFalse();
    assertThat(served.declared(down, "gpu-1", at(9)).change()).isEmpty();
  }

  @Test
  void comesOnlineWhenTheFileSaysSoOfANodeThatWasOnlyNamed() {
    NodeRow row = row(named.declared(null, "gpu-1", at(0)));
    assertThat(row.node().online()).isFalse();

    NodeRow now = row(served.declared(row, "gpu-1", at(1)));

    assertThat(now.node().online()).isTrue();
    assertThat(now.node().plain()).isTrue();
  }

  @Test
  void isWaitedForAgainWhenTheAddressIsTakenOutOfTheFile() {
    NodeRow row = row(served.declared(null, "gpu-1", at(0)));

    NodeRow agent = row(named.declared(row, "gpu-1", at(1)));
    NodeRow nobody = row(without.declared(row, "gpu-1", at(1)));

    assertThat(List.of(agent.node(), nobody.node()))
        .allSatisfy(
            node -> {
              assertThat(node.unheard()).isTrue();
              assertThat(node.endpoint()).isNull();
              assertThat(node.transports()).isEmpty();
            });
  }

  @Test
  void anAgentThatIsHeardTakesItsPlace() {
    NodeRow row = row(served.declared(null, "gpu-1", at(0)));

    Node node = row(served.heartbeat(row, beat(7, 1), at(5))).node();

    assertThat(node.plain()).isFalse();
    assertThat(node.endpoint()).isEqualTo("http://gpu-1:7001");
    assertThat(node.online()).isTrue();
  }

  private static NodeFold with(DeclaredNode node) {
    return new NodeFold(NodePolicy.defaults(), new DeclaredNodes(Map.of(node.nodeId(), node)));
  }

  private static DeclaredNode declared(String baseUrl) {
    return new DeclaredNode(
        "gpu-1",
        NodeKind.DRIVE,
        "home",
        null,
        null,
        Set.of("storage"),
        null,
        false,
        Set.of(),
        null,
        Set.of(),
        0,
        0,
        Map.of(),
        baseUrl);
  }

  private static NodeRow row(NodeStep step) {
    return step.row().orElseThrow();
  }
}
