package io.ringrift.dataplane.streams.decision.item;

import static io.ringrift.dataplane.streams.manifest.Cluster.CONFIG;
import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.NPZ;
import static io.ringrift.dataplane.streams.manifest.Cluster.OLD;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.Leaving;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** gpu-1, gpu-2 and hall are stable, gpu-3 is ephemeral; the policy's minimum is two copies. */
class EvictionDeskTest {

  private static final ItemPolicy TWO = new ItemPolicy(Map.of(ItemType.NPZ, 2), Map.of(), Set.of());

  private final Cluster cluster =
      Cluster.threeHostsAndADrive().with("hall", "home", "h2", Set.of()).withBucket("s3");

  @Test
  void aCopyMayGoWhereTheMinimumIsElsewhere() {
    Eviction eviction = decide("gpu-1", at("gpu-1"), at("gpu-2"), at("hall"));

    assertThat(eviction.state()).isEqualTo(Eviction.State.ORDERED);
    assertThat(eviction.reason())
        .isEqualTo(
            "asked_for: by alice; 2 verified copies on other stable nodes (gpu-2, hall), needed: 2");
    assertThat(eviction.boot()).isEqualTo(1);
    assertThat(eviction.sequence()).isEqualTo(1);
    assertThat(eviction.validUntil()).isEqualTo(T0.plus(EvictionDesk.VALID));
  }

  @Test
  void belowTheMinimumNothingGoes() {
    assertThat(decide("gpu-1", at("gpu-1"), at("gpu-2")).reason())
        .isEqualTo("too_few_copies: 1 verified copies on other stable nodes (gpu-2), needed: 2");
  }

  @Test
  void theLastCopyNeverGoesWhateverThePolicy() {
    Eviction eviction = decide(ItemPolicy.none(), "gpu-1", at("gpu-1"));

    assertThat(eviction.reason()).startsWith("too_few_copies: 0 verified copies");
    assertThat(decide(ItemPolicy.none(), "gpu-1", at("gpu-1"), at("gpu-2")).ordered()).isTrue();
  }

  @Test
  void copiesOnEphemeralNodesDontCountButMayGo() {
    assertThat(decide("gpu-1", at("gpu-1"), at("gpu-2"), at("gpu-3")).reason())
        .startsWith("too_few_copies: 1 ");
    assertThat(decide("gpu-3", at("gpu-3"), at("gpu-1"), at("gpu-2")).ordered()).isTrue();
  }

  @Test
  void onlyVerifiedReachableCopiesOfTheContentThatCountsAreCounted() {
    assertThat(decide("gpu-1", at("gpu-1"), at("gpu-2"), copy("hall", 1, OLD, T0.minusSeconds(9))))
        .as("older content")
        .returns(false, Eviction::ordered);
    assertThat(
            decide("gpu-1", at("gpu-1"), at("gpu-2"), copy("hall", 1, NEW, T0, Validation.INVALID)))
        .as("damaged")
        .returns(false, Eviction::ordered);
    assertThat(
            decide("gpu-1", at("gpu-1"), at("gpu-2"), copy("s3", 1, NEW, T0, Validation.CLAIMED)))
        .as("listed by a bucket, read by nobody")
        .returns(false, Eviction::ordered);
    assertThat(
            decide("gpu-1", at("gpu-1"), at("gpu-2"), copy("hall", 1, NEW, T0, Validation.CLAIMED)))
        .as("received under its hash")
        .returns(true, Eviction::ordered);
    cluster.offline("hall");
    assertThat(decide("gpu-1", at("gpu-1"), at("gpu-2"), at("hall")))
        .as("not reachable")
        .returns(false, Eviction::ordered);
  }

  @Test
  void whatWasOrderedToGoCountsNoLonger() {
    Row row = row(at("gpu-1"), at("gpu-2"), at("hall"));
    Eviction first = decide(TWO, "gpu-1", row, List.of()).orElseThrow();
    Row after = row.leaving("gpu-1", leaving(first), cluster, Set.of(), T0);

    assertThat(decide(TWO, "gpu-2", after, List.of()).orElseThrow().reason())
        .startsWith("too_few_copies: 1 ");
    assertThat(after.standing().availableAt("gpu-1")).isFalse();
    assertThat(after.standing().catalogRow(after.item()).isAt("gpu-1")).isFalse();
  }

  @Test
  void aRequestThatComesTwiceIsAnsweredOnce() {
    Row row = row(at("gpu-1"), at("gpu-2"), at("hall"));
    Eviction first = decide(TWO, "gpu-1", row, List.of()).orElseThrow();
    Row after = row.leaving("gpu-1", leaving(first), cluster, Set.of(), T0);

    assertThat(decide(TWO, "gpu-1", after, List.of())).isEmpty();
  }

  @Test
  void coldStorageIsNeverDeleted() {
    assertThat(decide("s3", copy("s3", 1, NEW, T0), at("gpu-1"), at("gpu-2"), at("hall")).reason())
        .isEqualTo("cold_storage: what is in cold storage is never removed");
    assertThat(decide("owc", at("owc"), at("gpu-1"), at("gpu-2"), at("hall")).reason())
        .as("a drive with the role backup")
        .startsWith("cold_storage: ");
  }

  @Test
  void whatAnOperationReadsOrBringsStays() {
    Row row = row(at("gpu-1"), at("gpu-2"), at("hall"));

    assertThat(
            decide(TWO, "gpu-1", row, List.of(operation("gpu-3", OperationState.RUNNING, "gpu-1")))
                .orElseThrow()
                .reason())
        .isEqualTo("operation_from_it: op-1 may read it there");
    assertThat(
            decide(TWO, "gpu-1", row, List.of(operation("gpu-1", OperationState.WAITING, "gpu-2")))
                .orElseThrow()
                .reason())
        .isEqualTo("operation_to_it: op-1 brings it to gpu-1");
    assertThat(
            decide(TWO, "gpu-1", row, List.of(operation("gpu-3", OperationState.WAITING, "gpu-1")))
                .orElseThrow()
                .ordered())
        .as("a waiting one chooses its sources when it goes")
        .isTrue();
  }

  @Test
  void otherContentThanTheAskerSawStays() {
    Row row = row(copy("gpu-1", 1, OLD, T0.minusSeconds(9)), at("gpu-2"), at("hall"));

    assertThat(decide(TWO, "gpu-1", row, List.of()).orElseThrow().reason())
        .isEqualTo("content_changed: gpu-1 now has content " + OLD);
  }

  @Test
  void whatIsNotThereOrNotKnownOrNotReachableIsToldSo() {
    assertThat(decide("hall", at("gpu-1")).reason()).isEqualTo("no_copy: hall has no copy");
    assertThat(decide(TWO, "gpu-1", (Row) null, List.of()).orElseThrow().reason())
        .startsWith("unknown_item: ");
    cluster.offline("gpu-1");
    assertThat(decide("gpu-1", at("gpu-1"), at("gpu-2"), at("hall")).reason())
        .startsWith("node_unreachable: ");
  }

  @Test
  void nothingGoesWhereNoAgentIs() {
    cluster.withPlainServer("hall");

    assertThat(decide("hall", at("gpu-1"), at("gpu-2"), at("hall")).reason())
        .isEqualTo("node_unreachable: hall has no agent that could remove it");
  }

  @Test
  void nothingGoesWhereOnlyShadowsMove() {
    Row row = row(at("gpu-1"), at("gpu-2"), at("hall"));

    assertThat(
            new EvictionDesk(TWO, "gpu-1"::equals)
                .decide(request("gpu-1"), row, List.of(), cluster, T0)
                .orElseThrow()
                .reason())
        .isEqualTo("shadow: nothing is done at gpu-1");
  }

  @Test
  void anOrderIsOverOnceTheAgentSaysAnythingNewerOrItsTimeHasPassed() {
    Row row = row(at("gpu-1"), at("gpu-2"), at("hall"));
    Leaving order = leaving(decide(TWO, "gpu-1", row, List.of()).orElseThrow());
    Row leaving = row.leaving("gpu-1", order, cluster, Set.of(), T0);

    Row gone = Row.fold(leaving, Cluster.gone("gpu-1", 2), cluster, Set.of(), T0);
    assertThat(gone.standing().leaving()).isEmpty();
    assertThat(EvictionDesk.expired(leaving, gone, T0)).isEmpty();

    Row again = Row.fold(leaving, copy("gpu-1", 3, NEW, T0), cluster, Set.of(), T0);
    assertThat(again.standing().availableAt("gpu-1")).isTrue();

    Instant late = order.over();
    Row still = leaving.refreshed(cluster, Set.of(), late.minusMillis(1));
    assertThat(still.standing().leaving()).containsKey("gpu-1");
    Row counts = leaving.refreshed(cluster, Set.of(), late);
    assertThat(counts.standing().availableAt("gpu-1")).isTrue();
    assertThat(EvictionDesk.expired(leaving, counts, late))
        .singleElement()
        .satisfies(
            expired -> {
              assertThat(expired.state()).isEqualTo(Eviction.State.EXPIRED);
              assertThat(expired.requestId()).isEqualTo("rm-gpu-1");
            });
  }

  @Test
  void aRequestReadAgainLongAfterStartsNothing() {
    EvictionRequest request = request("gpu-1");

    assertThat(EvictionDesk.tooOld(request, T0, T0.plusSeconds(600))).isEmpty();
    assertThat(EvictionDesk.tooOld(request, T0, T0.plusSeconds(601)).orElseThrow().reason())
        .startsWith("request_too_old: ");
  }

  // ---- words

  private static Item at(String nodeId) {
    return copy(nodeId, 1, NEW, T0);
  }

  private Row row(Item... said) {
    return cluster.row(said);
  }

  private static EvictionRequest request(String nodeId) {
    return new EvictionRequest("rm-" + nodeId, NPZ, CONFIG, nodeId, NEW, "alice", T0);
  }

  private static Leaving leaving(Eviction eviction) {
    return new Leaving(
        eviction.requestId(), eviction.boot(), eviction.sequence(), eviction.validUntil());
  }

  private Eviction decide(String nodeId, Item... said) {
    return decide(TWO, nodeId, said);
  }

  private Eviction decide(ItemPolicy policy, String nodeId, Item... said) {
    return decide(policy, nodeId, row(said), List.of()).orElseThrow();
  }

  private Optional<Eviction> decide(
      ItemPolicy policy, String nodeId, Row row, List<Operation> open) {
    return new EvictionDesk(policy, node -> false).decide(request(nodeId), row, open, cluster, T0);
  }

  private static Operation operation(String target, OperationState state, String source) {
    return new Operation(
        "op-1",
        1,
        "request",
        NPZ,
        ItemType.NPZ,
        CONFIG,
        NEW,
        500,
        OperationType.SYNC,
        Priority.HIGH,
        target,
        1,
        state,
        "because",
        List.of(),
        List.of(new Source(source, null, "same_rack", Set.of(), Map.of())),
        List.of(),
        0,
        Set.of(),
        null,
        0,
        T0,
        T0,
        null,
        null,
        null);
  }
}
