package io.ringrift.dataplane.streams.decision.item;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.OLD;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** NPZ are backed up; the bucket s3 is the one place for backups. */
class BackUpToColdStorageTest {

  private final Cluster cluster =
      new Cluster()
          .with("gpu-1", "lambda", "r1", Set.of())
          .with("gpu-2", "lambda", "r2", Set.of())
          .withBucket("s3");

  @Test
  void whatThePolicyBacksUpIsOrderedAtColdStorage() {
    assertThat(orders(Set.of(ItemType.NPZ), copy("gpu-1", 1, NEW, T0)))
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.targetNode()).isEqualTo("s3");
              assertThat(order.sha256()).isEqualTo(NEW);
              assertThat(order.priority()).isEqualTo(Priority.COLD_STORAGE);
            });
    assertThat(orders(Set.of(ItemType.GAME), copy("gpu-1", 1, NEW, T0))).isEmpty();
  }

  @Test
  void whatNobodyHasReadIsNotBackedUp() {
    assertThat(orders(Set.of(ItemType.NPZ), copy("gpu-1", 1, NEW, T0, Validation.CLAIMED)))
        .isEmpty();
  }

  @Test
  void whatIsThereIsNotBackedUpAgain() {
    assertThat(orders(Set.of(ItemType.NPZ), copy("gpu-1", 1, NEW, T0), inTheBucket(NEW, 1)))
        .isEmpty();
  }

  @Test
  void newerContentReplacesOlderInColdStorage() {
    assertThat(orders(Set.of(ItemType.NPZ), copy("gpu-1", 1, NEW, T0), inTheBucket(OLD, -60)))
        .extracting(ItemOrder::sha256)
        .containsExactly(NEW);
  }

  @Test
  void coldStorageIsNeverOverwrittenByOlderContentOfTheSameId() {
    // The bucket's is newer, although nobody has read it; the hosts have what is older and read.
    assertThat(orders(Set.of(ItemType.NPZ), copy("gpu-1", 1, OLD, T0), inTheBucket(NEW, 60)))
        .isEmpty();
    assertThat(
            orders(
                Set.of(ItemType.NPZ),
                copy("gpu-1", 1, OLD, T0),
                copy("gpu-2", 1, NEW, T0.plusSeconds(60)),
                inTheBucket(NEW, 60)))
        .isEmpty();
  }

  private static Item inTheBucket(String sha256, long secondsLater) {
    return copy("s3", 1, sha256, T0.plusSeconds(secondsLater), Validation.CLAIMED);
  }

  private List<ItemOrder> orders(Set<ItemType> backedUp, Item... said) {
    return new ItemRules(new ItemPolicy(Map.of(), Map.of(), backedUp))
        .orders(cluster.row(said), cluster, Set.of(), T0);
  }
}
