package io.ringrift.dataplane.streams.node;

import static io.ringrift.dataplane.streams.node.Beats.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.node.OfflineJudge.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OfflineJudgeTest {

  private static final NodePolicy POLICY = NodePolicy.defaults();
  private static final Instant LONG_AGO = at(-3600);

  private final NodeFold fold = new NodeFold(POLICY, DeclaredNodes.NONE);
  private final OfflineJudge judge = new OfflineJudge(POLICY);

  @Test
  void aNodeNotHeardForTheTimeoutIsSilent() {
    List<NodeRow> rows = heardAt(0, 100, 100, 100);

    assertThat(judge.judge(rows, at(30), LONG_AGO).silent()).isEmpty();
    assertThat(judge.judge(rows, at(31), LONG_AGO).silent()).containsExactly("node-0");
  }

  @Test
  void silenceCountsFromTheMomentTheStageHadCaughtUp() {
    List<NodeRow> rows = heardAt(0, 110, 110, 110);

    assertThat(judge.judge(rows, at(119), at(90)).silent()).isEmpty();
    assertThat(judge.judge(rows, at(121), at(90)).silent()).containsExactly("node-0");
  }

  @Test
  void silenceCountsFromHostOnline() {
    NodeRow row = row(0, 0);
    row = fold.silent(row, at(31)).row().orElseThrow();
    row =
        fold.online(
                row, "e-1", new HostOnline("node-0", null, null, null, null, null, null), at(100))
            .row()
            .orElseThrow();

    assertThat(judge.judge(List.of(row), at(130), LONG_AGO).silent()).isEmpty();
    assertThat(judge.judge(List.of(row), at(131), LONG_AGO).silent()).containsExactly("node-0");
  }

  @Test
  void aNodeKnownByEventsOnlyIsNeverSilent() {
    NodeRow row =
        fold.online(null, "e-1", new HostOnline("owc", null, null, null, null, null, null), at(0))
            .row()
            .orElseThrow();

    assertThat(judge.judge(List.of(row), at(99_999), LONG_AGO).silent()).isEmpty();
  }

  @Test
  void oneOfTwoNodesMayGo() {
    assertThat(judge.judge(heardAt(0, 31), at(31), LONG_AGO).silent()).containsExactly("node-0");
  }

  @Test
  void aThirdOfTheNodesAtOnceIsTakenForAnOutage() {
    Verdict verdict = judge.judge(heardAt(0, 0, 0, 0, 31, 31, 31, 31, 31, 31), at(31), LONG_AGO);

    assertThat(verdict.silent()).isEmpty();
    assertThat(verdict.suspended())
        .contains(
            "4 of 10 nodes fell silent together (node-0, node-1, node-2, node-3): taken for an"
                + " outage of the network or of Kafka, none of them is declared offline;"
                + " HOST_OFFLINE decides for a node that is really gone");
  }

  @Test
  void threeOfTenMayGo() {
    Verdict verdict = judge.judge(heardAt(0, 0, 0, 31, 31, 31, 31, 31, 31, 31), at(31), LONG_AGO);

    assertThat(verdict.silent()).containsExactly("node-0", "node-1", "node-2");
    assertThat(verdict.suspended()).isEmpty();
  }

  @Test
  void anOutageIsSeenBeforeTheFirstNodeRunsOut() {
    // Heartbeats of ten nodes, a second apart, then none: only one is past the timeout at 31.
    Verdict verdict = judge.judge(heardAt(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), at(31), LONG_AGO);

    assertThat(verdict.silent()).isEmpty();
    assertThat(verdict.suspended()).isPresent();
  }

  @Test
  void nodesThatWentOneByOneWithinTheWindowCountTogether() {
    List<NodeRow> rows = heardAt(0, 0, 0, 60, 80, 80, 80, 80, 80, 80);
    List<NodeRow> later = declare(rows, 31);

    assertThat(judge.judge(later, at(91), LONG_AGO).suspended()).isPresent();
    assertThat(judge.judge(heardAgain(later, 4, 160), at(160), LONG_AGO).silent())
        .as("the first three went two minutes ago")
        .containsExactly("node-3");
  }

  @Test
  void resumesWhenEnoughAreHeardAgain() {
    List<NodeRow> rows = heardAt(0, 0, 0, 0, 31, 31, 31, 31, 31, 31);
    assertThat(judge.judge(rows, at(31), LONG_AGO).suspended()).isPresent();

    rows = new ArrayList<>(rows);
    rows.set(3, row(3, 40));

    Verdict verdict = judge.judge(rows, at(41), LONG_AGO);
    assertThat(verdict.suspended()).isEmpty();
    assertThat(verdict.silent()).containsExactly("node-0", "node-1", "node-2");
  }

  @Test
  void resumesWhenHostOfflineDecides() {
    List<NodeRow> rows = new ArrayList<>(heardAt(0, 0, 0, 0, 31, 31, 31, 31, 31, 31));
    NodeRow gone =
        fold.offline(rows.get(0), "e-1", new HostOffline("node-0", null), at(32))
            .row()
            .orElseThrow();
    rows.set(0, gone);
    rows.set(
        1, fold.offline(rows.get(1), "e-2", new HostOffline("node-1", null), at(32)).row().get());

    Verdict verdict = judge.judge(rows, at(41), LONG_AGO);

    assertThat(verdict.suspended()).isEmpty();
    assertThat(verdict.silent()).containsExactly("node-2", "node-3");
  }

  @Property(tries = 300)
  void neverDeclaresSilentBeforeTheTimeoutHasPassedSinceCatchingUp(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 100) Integer> heard,
      @ForAll @IntRange(max = 200) int caughtUp,
      @ForAll @IntRange(max = 30) int after) {
    List<NodeRow> rows = heardAt(heard.stream().mapToInt(Integer::intValue).toArray());

    assertThat(judge.judge(rows, at(caughtUp + after), at(caughtUp)).silent()).isEmpty();
  }

  @Property(tries = 300)
  void neverDeclaresMoreThanTheShareAtOnce(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 60) Integer> heard) {
    List<NodeRow> rows = heardAt(heard.stream().mapToInt(Integer::intValue).toArray());

    List<String> silent = judge.judge(rows, at(70), LONG_AGO).silent();

    assertThat(silent.size())
        .isLessThanOrEqualTo(Math.max(1, (int) (POLICY.vanishShare() * rows.size())));
  }

  @Property(tries = 300)
  void silentNodesAreEitherDeclaredOrTheSuspensionSaysWhy(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 60) Integer> heard) {
    List<NodeRow> rows = heardAt(heard.stream().mapToInt(Integer::intValue).toArray());

    Verdict verdict = judge.judge(rows, at(70), LONG_AGO);

    boolean someSilent = heard.stream().anyMatch(second -> second < 40);
    assertThat(someSilent)
        .isEqualTo(!verdict.silent().isEmpty() || verdict.suspended().isPresent());
  }

  private List<NodeRow> heardAt(int... seconds) {
    List<NodeRow> rows = new ArrayList<>();
    for (int i = 0; i < seconds.length; i++) {
      rows.add(row(i, seconds[i]));
    }
    return rows;
  }

  private NodeRow row(int node, int second) {
    return fold.heartbeat(null, Beats.beat("node-" + node, 1, 1), at(second)).row().orElseThrow();
  }

  /** Declares offline what is silent at that time. */
  private List<NodeRow> declare(List<NodeRow> rows, int second) {
    List<String> silent = judge.judge(rows, at(second), LONG_AGO).silent();
    assertThat(silent).isNotEmpty();
    return rows.stream()
        .map(
            row ->
                silent.contains(row.node().nodeId())
                    ? fold.silent(row, at(second)).row().orElseThrow()
                    : row)
        .collect(Collectors.toList());
  }

  private List<NodeRow> heardAgain(List<NodeRow> rows, int from, int second) {
    List<NodeRow> heard = new ArrayList<>(rows.subList(0, from));
    for (NodeRow row : rows.subList(from, rows.size())) {
      String nodeId = row.node().nodeId();
      heard.add(fold.heartbeat(row, Beats.beat(nodeId, 1, 2), at(second)).row().orElseThrow());
    }
    return heard;
  }
}
