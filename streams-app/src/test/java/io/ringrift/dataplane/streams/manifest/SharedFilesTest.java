package io.ringrift.dataplane.streams.manifest;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.OLD;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.manifest.Cluster.gone;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** gpu-1 and gpu-2 see the same files; gpu-3 and owc have their own. */
class SharedFilesTest {

  private final Cluster cluster =
      Cluster.threeHostsAndADrive().sharing("lambda-nfs", "gpu-1", "gpu-2");

  @Test
  void whatOneMemberHasAllHave() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0));

    assertThat(row.standing().sharedBy())
        .containsOnly(Map.entry("gpu-2", new Shared("gpu-1", "/data/" + Cluster.NPZ)));
    assertThat(row.standing().availableAt("gpu-2")).isTrue();
    assertThat(row.standing().states()).doesNotContainKey("owc");
    CatalogRow catalog = row.standing().catalogRow(row.item());
    assertThat(catalog.holders()).containsExactlyInAnyOrder("gpu-1", "gpu-2");
  }

  @Test
  void onlyWhoseAgentKnowsItIsASource() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0));

    assertThat(SourceRanking.rank(row.standing(), "owc", Set.of(), cluster))
        .extracting(source -> source.nodeId())
        .containsExactly("gpu-1");
  }

  @Test
  void anOlderWordOfTheOwnAgentStandsBack() {
    Row row = cluster.row(copy("gpu-2", 1, OLD, T0.minusSeconds(9)), copy("gpu-1", 1, NEW, T0));
    Row deleted = cluster.row(gone("gpu-2", 1), copy("gpu-1", 1, NEW, T0));

    assertThat(row.standing().availableAt("gpu-2")).isTrue();
    assertThat(deleted.standing().availableAt("gpu-2")).isTrue();
  }

  @Test
  void theOwnAgentsWordOfDamageCounts() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("gpu-2", 1, NEW, T0, Validation.INVALID));

    assertThat(row.standing().states()).containsEntry("gpu-2", ReplicaState.SUSPECT);
    assertThat(row.standing().sharedBy()).isEmpty();
    assertThat(row.standing().eligible()).isFalse();
  }

  @Test
  void theWordOfOneWhoIsAwayStandsBackBehindThatOfOneWhoIsThere() {
    cluster.sharing("lambda-nfs", "owc");
    Row row =
        cluster
            .row(copy("gpu-1", 1, NEW, T0), copy("gpu-2", 1, NEW, T0))
            .refreshed(cluster.offline("gpu-1"), Set.of(), T0);
    Row removed = Row.fold(row, gone("gpu-2", 2), cluster, Set.of(), T0);

    assertThat(row.standing().availableAt("owc")).isTrue();
    assertThat(removed.standing().availableAt("gpu-2")).isFalse();
    assertThat(removed.standing().availableAt("owc")).isFalse();
    assertThat(removed.standing().catalogRow(removed.item()).holders()).containsExactly("gpu-1");
  }

  @Test
  void whatOneFoundDamagedIsSuspectForAll() {
    cluster.sharing("lambda-nfs", "owc");
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("gpu-2", 1, NEW, T0, Validation.INVALID));

    assertThat(row.standing().states())
        .containsEntry("gpu-1", ReplicaState.SUSPECT)
        .doesNotContainKey("owc");
  }

  @Test
  void noCopyGoesFromOneToAnother() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("gpu-3", 1, NEW, T0));

    assertThat(SourceRanking.rank(row.standing(), "gpu-2", Set.of(), cluster))
        .extracting(source -> source.nodeId())
        .containsExactly("gpu-3");
  }

  @Test
  void whereItLiesFollowsFromTheOwnDataRoot() {
    cluster.put(NodeBuilder.from(cluster.node("gpu-1")).dataRoot("/data").build());
    cluster.put(NodeBuilder.from(cluster.node("gpu-2")).dataRoot("/mnt/nfs").build());
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0));

    assertThat(row.pathAt("gpu-2")).isEqualTo("/mnt/nfs/" + Cluster.NPZ);
    assertThat(row.pathAt("gpu-1")).isEqualTo("/data/" + Cluster.NPZ);
  }

  @Test
  void aMemberThatIsAwayHasItButCantBeReached() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0));
    Row away = row.refreshed(cluster.offline("gpu-2"), Set.of(), T0);

    assertThat(away.standing().states()).containsEntry("gpu-2", ReplicaState.UNREACHABLE);
  }

  @Test
  void withoutAnAgentThatServesItNobodyCanFetchIt() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0));
    Row away = row.refreshed(cluster.offline("gpu-1"), Set.of(), T0.plusSeconds(5));

    assertThat(away.standing().availableAt("gpu-2")).as("it still sees the files").isTrue();
    assertThat(away.standing().eligible()).isFalse();
    assertThat(away.standing().orphanedAt()).isEqualTo(T0.plusSeconds(5));
  }

  @Test
  void whatIsBeingRemovedThroughOneIsNoLongerAtTheOthers() {
    cluster.sharing("lambda-nfs", "owc");
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("gpu-2", 1, NEW, T0));
    Leaving order = new Leaving("r-1", 1, 1, T0.plusSeconds(300));
    Row leaving = row.leaving("gpu-1", order, cluster, Set.of(), T0);

    assertThat(row.standing().catalogRow(row.item()).holders()).hasSize(3);
    assertThat(leaving.standing().availableAt("gpu-2")).as("its own word").isFalse();
    assertThat(leaving.standing().availableAt("owc")).as("without a word").isFalse();
    assertThat(leaving.standing().catalogRow(leaving.item()).holders()).isEmpty();
    assertThat(leaving.standing().eligible()).isFalse();
  }
}
