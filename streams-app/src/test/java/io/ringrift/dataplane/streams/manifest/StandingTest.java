package io.ringrift.dataplane.streams.manifest;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.OLD;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static io.ringrift.dataplane.streams.manifest.Cluster.gone;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.item.OrphanWatch;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {

  private final Cluster cluster = Cluster.threeHostsAndADrive();

  @Test
  void newestValidatedContentIsCurrentAndOlderCopiesAreOutdated() {
    Row row =
        cluster.row(
            copy("gpu-1", 1, OLD, T0.minusSeconds(60)), copy("gpu-2", 1, NEW, T0.minusSeconds(1)));

    assertThat(row.standing().current().sha256()).isEqualTo(NEW);
    assertThat(row.standing().states())
        .containsEntry("gpu-1", ReplicaState.OUTDATED)
        .containsEntry("gpu-2", ReplicaState.AVAILABLE);
  }

  @Test
  void olderContentNeverReplacesNewerHoweverLateItIsReported() {
    Row row =
        cluster.row(
            copy("gpu-2", 1, NEW, T0.minusSeconds(1)),
            copy("gpu-1", 1, OLD, T0.minusSeconds(60)),
            copy("gpu-3", 9, OLD, T0.minusSeconds(60)));

    assertThat(row.standing().current().sha256()).isEqualTo(NEW);
  }

  @Test
  void contentNobodyValidatedIsNotEligible() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0, Validation.CLAIMED));

    assertThat(row.standing().eligible()).isFalse();
    assertThat(row.standing().reason()).isEqualTo(Standing.NO_VALIDATED_CONTENT);
  }

  @Test
  void damagedCopyIsSuspectAndNeverASource() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0), copy("gpu-2", 1, NEW, T0, Validation.INVALID));

    assertThat(row.standing().states()).containsEntry("gpu-2", ReplicaState.SUSPECT);
    assertThat(SourceRanking.rank(row.standing(), "gpu-3", Set.of(), cluster))
        .extracting(source -> source.nodeId())
        .containsExactly("gpu-1");
  }

  @Test
  void orphanedSinceTheLastReachableCopyWentAndResolvedWhenItIsBack() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0));
    Row orphaned = row.refreshed(cluster.offline("gpu-1"), Set.of(), T0.plusSeconds(5));
    Row still = orphaned.refreshed(cluster, Set.of(), T0.plusSeconds(9));
    Row back = still.refreshed(cluster.back("gpu-1"), Set.of(), T0.plusSeconds(12));

    assertThat(row.standing().orphanedAt()).isNull();
    assertThat(orphaned.standing().states()).containsEntry("gpu-1", ReplicaState.UNREACHABLE);
    assertThat(orphaned.standing().reason()).isEqualTo(Standing.NO_REACHABLE_SOURCE);
    assertThat(still.standing().orphanedAt()).isEqualTo(T0.plusSeconds(5));
    assertThat(back.standing().orphanedAt()).isNull();
  }

  @Test
  void copiesAtANodeDeclaredLostAreLostAndOlderContentThatIsLeftCountsAgain() {
    Row row =
        cluster.row(
            copy("gpu-1", 1, OLD, T0.minusSeconds(60)), copy("gpu-2", 1, NEW, T0.minusSeconds(1)));

    Row lost = row.refreshed(cluster.declaredLost("gpu-2"), Set.of(), T0);

    assertThat(lost.standing().states())
        .containsEntry("gpu-2", ReplicaState.LOST)
        .containsEntry("gpu-1", ReplicaState.AVAILABLE);
    assertThat(lost.standing().current().sha256()).isEqualTo(OLD);
    assertThat(lost.standing().catalogRow(lost.item()).holders()).containsExactly("gpu-1");
  }

  @Test
  void anOrphanWhoseNodeIsDeclaredLostIsNoLongerWaitedFor() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0));
    Row orphaned = row.refreshed(cluster.offline("gpu-1"), Set.of(), T0);

    Row lost = orphaned.refreshed(cluster.declaredLost("gpu-1"), Set.of(), T0);

    assertThat(lost.standing().orphanedAt()).isNull();
    assertThat(OrphanWatch.signal(orphaned, lost, T0).orElseThrow().reason())
        .isEqualTo("copies_lost");
  }

  @Test
  void itemAtANodeThatNothingWasHeardOfYetIsNoOrphan() {
    Row row = cluster.row(copy("gpu-9", 1, NEW, T0));

    assertThat(row.standing().states()).containsEntry("gpu-9", ReplicaState.UNREACHABLE);
    assertThat(row.standing().orphanedAt()).isNull();
  }

  @Test
  void removedReplicaStaysAsAbsentAndALateReportCantResurrectIt() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0), gone("gpu-1", 2), copy("gpu-1", 1, NEW, T0));

    assertThat(row.standing().states()).containsEntry("gpu-1", ReplicaState.ABSENT);
  }

  @Test
  void targetOfAnOpenOperationIsCopying() {
    Row row = cluster.row(copy("gpu-1", 1, NEW, T0)).refreshed(cluster, Set.of("gpu-3"), T0);

    assertThat(row.standing().states()).containsEntry("gpu-3", ReplicaState.COPYING);
  }

  // ---- what only a bucket holds

  @Test
  void whatABucketHoldsUnderItsHashIsEligibleThoughNobodyHasReadIt() {
    cluster.withBucket("s3");
    Row row = cluster.row(copy("s3", 1, NEW, T0, Validation.CLAIMED));

    assertThat(row.standing().eligible()).isTrue();
    assertThat(row.standing().current().sha256()).isEqualTo(NEW);
    assertThat(row.standing().availableAt("s3")).isTrue();
  }

  @Test
  void soIsWhatAPlainFileServerIsSaidToHold() {
    cluster.withPlainServer("owc");
    Row row = cluster.row(copy("owc", 1, NEW, T0, Validation.CLAIMED));

    assertThat(row.standing().eligible()).isTrue();
    assertThat(row.standing().availableAt("owc")).isTrue();
  }

  @Test
  void whatAHostClaimsIsNotEligible() {
    assertThat(cluster.row(copy("gpu-1", 1, NEW, T0, Validation.CLAIMED)).standing().reason())
        .isEqualTo(Standing.NO_VALIDATED_CONTENT);
  }

  @Test
  void contentThatAnAgentHasReadCountsBeforeNewerThatOnlyABucketHolds() {
    cluster.withBucket("s3");
    Row row =
        cluster.row(
            copy("s3", 1, NEW, T0, Validation.CLAIMED), copy("gpu-1", 1, OLD, T0.minusSeconds(60)));

    assertThat(row.standing().current().sha256()).isEqualTo(OLD);
  }

  @Test
  void whatABucketHoldsCountsAgainWhenNobodyHoldsWhatWasRead() {
    cluster.withBucket("s3");
    Row row =
        cluster.row(
            copy("s3", 1, NEW, T0, Validation.CLAIMED),
            copy("gpu-1", 1, OLD, T0.minusSeconds(60)),
            gone("gpu-1", 2));

    assertThat(row.standing().current().sha256()).isEqualTo(NEW);
  }

  @Test
  void whatANodeFetchedFromABucketAndFoundBadIsNotEligibleAnyMore() {
    cluster.withBucket("s3");
    Row row =
        cluster.row(
            copy("s3", 1, NEW, T0, Validation.CLAIMED),
            copy("gpu-1", 1, NEW, T0, Validation.INVALID));

    assertThat(row.standing().reason()).isEqualTo(Standing.NO_VALIDATED_CONTENT);
  }
}
