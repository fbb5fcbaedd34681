package io.ringrift.dataplane.streams.decision.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.decision.Decision;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.decision.World;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Priority;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistributePromotedModelTest {

  private static final ModelPromoted PROMOTED =
      new ModelPromoted("hex8_2p", "gpu-1", Rows.modelId("m"), Rows.hash("m", 1), 1612.0);

  @Test
  void sendsTheModelToEveryNodeThatServes() {
    World world = serving().row(Rows.model("m").at("gpu-1"));

    Decision decision = world.happens(PROMOTED);

    assertThat(decision.needs()).extracting(Need::targetNode).containsExactly("s-1", "s-2");
    assertThat(decision.needs()).extracting(Need::itemType).containsOnly(ItemType.MODEL);
    assertThat(decision.needs()).extracting(Need::priority).containsOnly(Priority.HIGH);
    assertThat(decision.needs()).extracting(Need::sha256).containsOnly(Rows.hash("m", 1));
    assertThat(world.takeOrders()).extracting(ItemOrder::targetCount).containsExactly(2, 2);
  }

  @Test
  void includesNodesThatAreAwaySinceTheyComeBack() {
    World world = serving();
    world.cluster().offline("s-2");

    assertThat(world.happens(PROMOTED).needs()).hasSize(2);
  }

  @Test
  void waitsUntilTheCatalogKnowsTheModel() {
    World world = serving();
    world.happens(PROMOTED);
    assertThat(world.takeOrders()).isEmpty();

    world.appears(Rows.model("m").at("gpu-1"));

    assertThat(world.takeOrders()).extracting(ItemOrder::targetNode).containsExactly("s-1", "s-2");
  }

  @Test
  void saysSoWhenNoNodeServes() {
    Decision decision = World.withoutData().happens(PROMOTED);

    assertThat(decision.needs()).isEmpty();
    assertThat(decision.why().text())
        .isEqualTo(
            "no_serving_node: MODEL_PROMOTED model/hex8_2p/m: no node has the role serving, so it"
                + " goes nowhere");
  }

  private static World serving() {
    World world = World.withoutData();
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));
    world.cluster().with("s-2", "home", "h2", Set.of(Node.SERVING, Node.TRAINING));
    return world;
  }
}
