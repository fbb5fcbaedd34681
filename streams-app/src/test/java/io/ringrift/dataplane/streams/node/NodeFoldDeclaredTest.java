package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static io.ringrift.dataplane.streams.node.Beats.beat;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.model.NodeChange.Cause;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The node file against agents and events: what stands above what. */
class NodeFoldDeclaredTest {

  private static final DeclaredNode DECLARED =
      declared(NodeKind.DRIVE, "home", "r9", Set.of("storage"), "http://file:1", false, 50, 3);
  private static final HostOnline UP =
      new HostOnline("gpu-1", null, "vast", "eu", "r5", Set.of("ephemeral"), "http://event:1");

  private final NodeFold without = new NodeFold(NodePolicy.defaults(), DeclaredNodes.NONE);
  private final NodeFold fold = with(DECLARED);

  @Test
  void aNodeOfTheFileIsListedBeforeItIsHeard() {
    NodeChange change = fold.declared(null, "gpu-1", at(0)).change().orElseThrow();

    assertThat(change.cause()).isEqualTo(Cause.DECLARED);
    assertThat(change.node().online()).isFalse();
    assertThat(change.node().unheard()).isTrue();
    assertThat(change.node().rack()).isEqualTo("r9");
    assertThat(change.node().endpoint()).isEqualTo("http://file:1");
    assertThat(change.node().diskLimitPercent()).isEqualTo(50);
  }

  @Test
  void isToldOnceAndNotAtEveryStart() {
    NodeRow row = row(fold.declared(null, "gpu-1", at(0)));

    assertThat(fold.declared(row, "gpu-1", at(9)).change()).isEmpty();
  }

  @Test
  void itsFirstHeartbeatBringsItOnline() {
    NodeRow row = row(fold.declared(null, "gpu-1", at(0)));

    NodeChange change = fold.heartbeat(row, beat(7, 1), at(5)).change().orElseThrow();

    assertThat(change.detail()).isEqualTo("first heartbeat");
    assertThat(change.node().online()).isTrue();
  }

  @Test
  void hostOfflineIsNewsOfANodeThatOnlyTheFileKnew() {
    NodeRow row = row(fold.declared(null, "gpu-1", at(0)));

    NodeChange change =
        fold.offline(row, "e-1", new HostOffline("gpu-1", "gone"), at(5)).change().orElseThrow();

    assertThat(change.node().cause()).isEqualTo("HOST_OFFLINE");
    assertThat(change.node().unheard()).isFalse();
  }

  @Test
  void whatANodeIsTheFileKnowsBest() {
    Node node = row(fold.heartbeat(null, beat(7, 1), at(0))).node();

    assertThat(node.kind()).isEqualTo(NodeKind.DRIVE);
    assertThat(node.provider()).isEqualTo("home");
    assertThat(node.region()).as("not in the file").isEqualTo("us-east");
    assertThat(node.rack()).isEqualTo("r9");
    assertThat(node.roles()).containsExactly("storage");
    assertThat(node.share()).isEqualTo("nfs");
    assertThat(node.addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void standsAboveEventsToo() {
    Node node = row(fold.online(null, "e-1", UP, at(0))).node();

    assertThat(node.provider()).isEqualTo("home");
    assertThat(node.region()).isEqualTo("eu");
    assertThat(node.roles()).containsExactly("storage");
    assertThat(node.endpoint()).isEqualTo("http://event:1");
  }

  @Test
  void whereItListensTheAgentKnowsBest() {
    Node node = row(fold.heartbeat(null, beat(7, 1), at(0))).node();

    assertThat(node.endpoint()).isEqualTo("http://gpu-1:7001");
  }

  @Test
  void aNodeBehindNatHasNoEndpoint() {
    NodeFold nat = with(declared(null, null, null, Set.of(), null, true, 0, 0));

    assertThat(row(nat.heartbeat(null, beat(7, 1), at(0))).node().endpoint()).isNull();
  }

  @Test
  void ofLimitsTheTighterCounts() {
    NodeFold loose = with(declared(null, null, null, Set.of(), null, false, 90, 64));

    Node tight = row(fold.heartbeat(null, beat(7, 1), at(0))).node();
    Node asAgentSays = row(loose.heartbeat(null, beat(7, 1), at(0))).node();

    assertThat(tight.diskLimitPercent()).isEqualTo(50);
    assertThat(tight.maxTransfers()).isEqualTo(3);
    assertThat(asAgentSays.diskLimitPercent()).isEqualTo(70);
    assertThat(asAgentSays.maxTransfers()).isEqualTo(10);
  }

  @Test
  void takesOnlyWhatFileAndAgentBothAllow() {
    Node node = row(fold.heartbeat(null, beat(7, 1), at(0))).node();

    assertThat(node.receives()).containsExactly(ItemType.NPZ);
    assertThat(node.allows()).containsExactlyInAnyOrder(ItemType.MODEL);
    assertThat(node.takes()).isEmpty();
  }

  @Test
  void aHeartbeatThatSaysNothingNewIsNotTold() {
    NodeRow row = row(fold.heartbeat(null, beat(7, 1), at(0)));

    assertThat(fold.heartbeat(row, beat(7, 2), at(10)).change()).isEmpty();
  }

  @Test
  void aChangedFileIsToldAtTheNextStart() {
    NodeRow row = row(without.heartbeat(null, beat(7, 1), at(0)));

    NodeChange change = fold.declared(row, "gpu-1", at(9)).change().orElseThrow();

    assertThat(change.cause()).isEqualTo(Cause.FACTS);
    assertThat(change.detail())
        .startsWith("node file: kind HOST -> DRIVE")
        .contains("rack r1 -> r9");
    assertThat(change.node().online()).isTrue();
    assertThat(change.node().revision()).isEqualTo(2);
  }

  @Test
  void aLineTakenOutOfTheFileLeavesNothingBehind() {
    NodeRow before = row(without.online(null, "e-1", UP, at(0)));
    NodeRow named = row(fold.declared(before, "gpu-1", at(1)));

    NodeStep step = without.declared(named, "gpu-1", at(2));

    assertThat(step.change()).isPresent();
    assertThat(row(step).node())
        .usingRecursiveComparison()
        .ignoringFields("revision")
        .isEqualTo(before.node());
    assertThat(row(step).liveness().heard()).isNull();
  }

  @Test
  void whatEventsSayMeanwhileIsNotForgotten() {
    NodeRow named = row(fold.declared(null, "gpu-1", at(0)));
    NodeRow up = row(fold.online(named, "e-1", UP, at(1)));

    Node node = row(without.declared(up, "gpu-1", at(2))).node();

    assertThat(node.rack()).isEqualTo("r5");
    assertThat(node.roles()).containsExactly("ephemeral");
  }

  @Test
  void nodesThatTheFileDoesNotNameStayAsTheyAre() {
    NodeRow row = row(without.heartbeat(null, beat("gpu-2", 7, 1), at(0)));

    assertThat(fold.declared(row, "gpu-2", at(1))).isEqualTo(NodeStep.unchanged(row));
  }

  private static NodeFold with(DeclaredNode node) {
    return new NodeFold(NodePolicy.defaults(), new DeclaredNodes(Map.of(node.nodeId(), node)));
  }

  private static DeclaredNode declared(
      NodeKind kind,
      String provider,
      String rack,
      Set<String> roles,
      String endpoint,
      boolean nat,
      int diskLimit,
      int transfers) {
    return new DeclaredNode(
        "gpu-1",
        kind,
        provider,
        null,
        rack,
        roles,
        endpoint,
        nat,
        Set.of(ItemType.MODEL),
        "nfs",
        Set.of("10.0.0.1"),
        diskLimit,
        transfers,
        Map.of(),
        null);
  }

  private static NodeRow row(NodeStep step) {
    return step.row().orElseThrow();
  }
}
