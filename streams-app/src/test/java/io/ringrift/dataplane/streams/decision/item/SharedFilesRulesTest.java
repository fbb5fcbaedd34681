package io.ringrift.dataplane.streams.decision.item;

import static io.ringrift.dataplane.streams.manifest.Cluster.CONFIG;
import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.NPZ;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.manifest.Cluster.gone;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.EvictionGuard;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** nas-1 and nas-2 see the same files; a copy there is one copy, whoever is asked. */
class SharedFilesRulesTest {

  private static final ItemPolicy TWO =
      new ItemPolicy(Map.of(ItemType.NPZ, 2), Map.of(ItemType.NPZ, 2), Set.of(ItemType.NPZ));

  private final Cluster cluster =
      new Cluster()
          .with("gpu-1", "lambda", "r1", Set.of())
          .with("gpu-2", "lambda", "r1", Set.of())
          .with("nas-1", "home", "h1", Set.of(Node.STORAGE))
          .with("nas-2", "home", "h1", Set.of(Node.STORAGE))
          .sharing("nas", "nas-1", "nas-2");

  @Test
  void oneFileSystemHoldsOneCopy() {
    assertThat(replicated(at("nas-1"), at("nas-2"))).containsExactly("gpu-1");
  }

  @Test
  void twoMembersAreNotSentTheSameCopy() {
    assertThat(replicated()).as("of gpu-2's copy").containsExactly("nas-1");
  }

  @Test
  void aBackupIsMadeOnce() {
    cluster.put(backup("nas-1")).put(backup("nas-2"));
    BackUpToColdStorage rule = new BackUpToColdStorage(TWO);

    assertThat(rule.orders(cluster.row(at("nas-1")), cluster, Set.of(), T0)).isEmpty();
    assertThat(rule.orders(cluster.row(at("gpu-1")), cluster, Set.of("nas-1"), T0)).isEmpty();
    assertThat(rule.orders(cluster.row(at("gpu-1")), cluster, Set.of(), T0))
        .extracting(ItemOrder::targetNode)
        .containsExactly("nas-1");
  }

  @Test
  void theWordOfOneWhoIsAwayStandsForNoBackup() {
    cluster.put(backup("nas-1")).put(backup("nas-2")).offline("nas-2");

    assertThat(
            new BackUpToColdStorage(TWO)
                .orders(
                    cluster.row(at("gpu-1"), gone("nas-1", 2), at("nas-2")), cluster, Set.of(), T0))
        .extracting(ItemOrder::targetNode)
        .containsExactly("nas-1");
  }

  @Test
  void theLastOtherCopyIsCountedOnceForAllWhoSeeIt() {
    assertThat(evicted("gpu-1", at("gpu-1"), at("nas-1"), at("nas-2")).reason())
        .isEqualTo("too_few_copies: 1 verified copies on other stable nodes (nas-1), needed: 2");
    assertThat(evicted("gpu-1", at("gpu-1"), at("gpu-2"), at("nas-1"), at("nas-2")).ordered())
        .isTrue();
  }

  @Test
  void theCopiesOfAllWhoSeeTheFileGoWithIt() {
    assertThat(evicted("nas-1", at("gpu-1"), at("nas-1"), at("nas-2")).reason())
        .isEqualTo("too_few_copies: 1 verified copies on other stable nodes (gpu-1), needed: 2");
  }

  @Test
  void aFileThatOneMemberSaysIsGoneIsNotCountedOn() {
    Eviction eviction = evicted("gpu-1", at("gpu-1"), at("gpu-2"), at("nas-1"), gone("nas-2", 1));

    assertThat(eviction.reason()).startsWith("too_few_copies: 1 verified copies");
  }

  @Test
  void whoOnlySeesACopyIsToldWhomToAsk() {
    assertThat(evicted("nas-2", at("gpu-1"), at("gpu-2"), at("nas-1")).reason())
        .isEqualTo("no_copy: nas-2 sees the copy of nas-1; ask for that one");
  }

  @Test
  void filesSharedWithNobodyKnowsWhomStayAndDontCount() {
    cluster.put(NodeBuilder.from(cluster.node("gpu-2")).sharedRoot(true).build());

    assertThat(evicted("gpu-2", at("gpu-1"), at("gpu-2"), at("nas-1")).reason())
        .startsWith("share_unknown: ");
    assertThat(evicted("gpu-1", at("gpu-1"), at("gpu-2"), at("nas-1")).reason())
        .isEqualTo("too_few_copies: 1 verified copies on other stable nodes (nas-1), needed: 2");
  }

  @Test
  void aMemberThatIsGoneForGoodDeniesNothing() {
    cluster.declaredLost("nas-2");

    assertThat(evicted("gpu-1", at("gpu-1"), at("gpu-2"), at("nas-1"), gone("nas-2", 1)).ordered())
        .isTrue();
  }

  @Test
  void whatAnyMemberKeepsAsColdStorageStays() {
    cluster.put(backup("nas-2"));

    assertThat(evicted("nas-1", at("gpu-1"), at("gpu-2"), at("nas-1")).reason())
        .startsWith("cold_storage: ");
  }

  @Test
  void aTrainingOfAnyMemberKeepsTheFile() {
    Placement training = new Placement(CONFIG, "nas-2", null, false, T0, T0.plusSeconds(60), null);

    assertThat(
            EvictionGuard.objection(
                request("nas-1"),
                node -> cluster.sameFiles(node, "nas-1"),
                List.of(training),
                List.of()))
        .hasValueSatisfying(why -> assertThat(why).startsWith("training: hex8_2p trains at nas-2"));
  }

  private Eviction evicted(String node, Item... items) {
    return new EvictionDesk(TWO, shadowed -> false)
        .decide(request(node), cluster.row(items), List.of(), cluster, T0)
        .orElseThrow();
  }

  private List<String> replicated(Item... items) {
    Item[] copies = items.length == 0 ? new Item[] {at("gpu-2")} : items;
    return new ReplicateWhenTooFew(TWO)
        .orders(cluster.row(copies), cluster, Set.of(), T0).stream()
            .map(ItemOrder::targetNode)
            .toList();
  }

  private Node backup(String nodeId) {
    return NodeBuilder.from(cluster.node(nodeId)).roles(Set.of(Node.BACKUP)).build();
  }

  private static EvictionRequest request(String node) {
    return new EvictionRequest("r-1", NPZ, CONFIG, node, NEW, "alice", T0);
  }

  private static Item at(String node) {
    return copy(node, 1, NEW, T0);
  }
}
