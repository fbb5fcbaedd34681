package io.ringrift.dataplane.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.ItemType;
import org.junit.jupiter.api.Test;

/** A repair makes any live row what the history says, and spares what came meanwhile. */
class RepairTest {

  private static final Item TRUE_ROW =
      report("n1", 5, Cluster.OLD).merge(report("n2", 1, Cluster.OLD));

  @Test
  void makesAnyWrongRowTheRightOne() {
    for (Item wrong :
        new Item[] {
          report("n1", 5, Cluster.OLD),
          report("n1", 5, Cluster.NEW).merge(report("n2", 1, Cluster.OLD)),
          TRUE_ROW.merge(report("n1", 9, Cluster.NEW)),
          TRUE_ROW.merge(report("n9", 1, Cluster.OLD))
        }) {
      assertThat(repaired(wrong, wrong, TRUE_ROW)).isEqualTo(TRUE_ROW);
    }
  }

  @Test
  void keepsWhatWasReportedAfterTheVerification() {
    Item wrong = TRUE_ROW.merge(report("n1", 9, Cluster.NEW));
    Item later = report("n2", 2, Cluster.NEW);

    assertThat(repaired(wrong.merge(later), wrong, TRUE_ROW)).isEqualTo(TRUE_ROW.merge(later));
  }

  @Test
  void leavesNothingOfAnItemThatTheHistoryDoesNotKnow() {
    assertThat(repaired(TRUE_ROW, TRUE_ROW, null)).isNull();
    assertThat(repaired(TRUE_ROW.merge(report("n3", 1, Cluster.OLD)), TRUE_ROW, null).replicas())
        .containsOnlyKeys("n3");
  }

  @Test
  void changesNothingWhenItIsAppliedAgain() {
    Item wrong = TRUE_ROW.merge(report("n9", 1, Cluster.NEW));

    assertThat(repaired(TRUE_ROW, wrong, TRUE_ROW)).isEqualTo(TRUE_ROW);
  }

  /** {@code now} as it stands when the repair for {@code seen} arrives. */
  private static Item repaired(Item now, Item seen, Item rebuilt) {
    return now.restated(new Difference(Cluster.NPZ, seen, rebuilt).withdrawn(), rebuilt);
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
}
