package io.ringrift.dataplane.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.replay.Finding.Code;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static final Item FIRST = report("n1", 1, Cluster.OLD);

  @Test
  void namesAnItemThatOnlyOneSideHas() {
    assertThat(new Difference(Cluster.NPZ, null, FIRST).findings())
        .extracting(Finding::code)
        .containsExactly(Code.ITEM_MISSING);
    assertThat(new Difference(Cluster.NPZ, FIRST, null).findings())
        .extracting(Finding::code)
        .containsExactly(Code.ITEM_TOO_MANY);
  }

  @Test
  void namesAReportThatIsNotInTheLiveRow() {
    assertThat(codes(FIRST, FIRST.merge(report("n2", 1, Cluster.OLD))))
        .containsExactly("LOST_REPORT n2");
    assertThat(codes(FIRST, FIRST.merge(report("n1", 2, Cluster.NEW))))
        .containsExactly("LOST_REPORT n1", "LOST_CONTENT " + Cluster.NEW);
  }

  @Test
  void namesAReplicaThatItsAgentSaidIsGone() {
    Item gone = FIRST.merge(absent("n1", 2));

    assertThat(codes(FIRST.merge(report("n1", 3, Cluster.OLD)), gone))
        .containsExactly("RESURRECTED_REPLICA n1");
  }

  @Test
  void namesAHashThatIsNotTheOneReported() {
    assertThat(codes(report("n1", 1, Cluster.NEW), FIRST))
        .containsExactly(
            "FLIPPED_HASH n1", "LOST_CONTENT " + Cluster.OLD, "UNFOUNDED_CONTENT " + Cluster.NEW);
  }

  @Test
  void namesAReplicaThatNobodySpokeOf() {
    assertThat(codes(FIRST.merge(report("n9", 1, Cluster.OLD)), FIRST))
        .containsExactly("UNFOUNDED_REPLICA n9");
  }

  private static java.util.List<String> codes(Item live, Item rebuilt) {
    return new Difference(Cluster.NPZ, live, rebuilt)
        .findings().stream().map(f -> f.code() + " " + f.subject()).toList();
  }

  private static Item report(String node, long sequence, String hash) {
    return Item.of(
        Cluster.NPZ,
        ItemType.NPZ,
        Cluster.CONFIG,
        new ReplicaRegister(
            node, 1, sequence, true, hash, 500, null, Validation.VALID, null, Cluster.T0),
        new ContentVersion(hash, 500, true, Cluster.T0, 600L, null, 0.5, null));
  }

  private static Item absent(String node, long sequence) {
    return Item.of(
        Cluster.NPZ,
        ItemType.NPZ,
        Cluster.CONFIG,
        new ReplicaRegister(
            node, 1, sequence, false, null, 0, null, Validation.CLAIMED, null, Cluster.T0),
        null);
  }
}
