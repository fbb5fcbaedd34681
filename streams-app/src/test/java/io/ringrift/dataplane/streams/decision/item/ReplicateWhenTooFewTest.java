package io.ringrift.dataplane.streams.decision.item;

import static io.ringrift.dataplane.streams.manifest.Cluster.NEW;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;
import static io.ringrift.dataplane.streams.manifest.Cluster.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.manifest.Cluster;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** gpu-1, gpu-2 and owc are stable, gpu-3 is ephemeral; two copies are the minimum. */
class ReplicateWhenTooFewTest {

  private final Cluster cluster = Cluster.threeHostsAndADrive();

  @Test
  void aSoleCopyOnAnEphemeralNodeIsUrgent() {
    assertThat(orders(2, 2, Set.of(), "gpu-3")).containsExactly("owc HIGH", "gpu-1 HIGH");
  }

  @Test
  void fewerThanTheMinimumAreRepairedAtNormal() {
    assertThat(orders(2, 2, Set.of(), "gpu-1")).containsExactly("owc NORMAL");
  }

  @Test
  void copiesUpToTheTargetAreMadeAtLow() {
    assertThat(orders(1, 3, Set.of(), "gpu-1")).containsExactly("owc LOW", "gpu-2 LOW");
    assertThat(orders(2, 3, Set.of(), "gpu-1")).containsExactly("owc NORMAL", "gpu-2 LOW");
  }

  @Test
  void copiesOnEphemeralNodesDontCount() {
    assertThat(orders(2, 2, Set.of(), "gpu-1", "gpu-3")).containsExactly("owc NORMAL");
  }

  @Test
  void whatIsOnItsWayCountsUnlessItsTargetIsAway() {
    assertThat(orders(2, 2, Set.of("owc"), "gpu-1")).isEmpty();

    cluster.offline("owc");

    assertThat(orders(2, 2, Set.of("owc"), "gpu-1")).containsExactly("gpu-2 NORMAL");
  }

  @Test
  void enoughCopiesAskForNothing() {
    assertThat(orders(2, 2, Set.of(), "gpu-1", "owc")).isEmpty();
  }

  private List<String> orders(int least, int target, Set<String> coming, String... holders) {
    Row row = null;
    for (String holder : holders) {
      row = Row.fold(row, copy(holder, 1, NEW, T0), cluster, coming, T0);
    }
    ItemPolicy policy =
        new ItemPolicy(Map.of(ItemType.NPZ, least), Map.of(ItemType.NPZ, target), Set.of());
    return new ReplicateWhenTooFew(policy)
        .orders(row, cluster, coming, T0).stream().map(ReplicateWhenTooFewTest::text).toList();
  }

  private static String text(ItemOrder order) {
    return order.targetNode() + " " + order.priority();
  }
}
