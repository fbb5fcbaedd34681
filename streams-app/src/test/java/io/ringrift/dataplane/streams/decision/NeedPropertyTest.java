package io.ringrift.dataplane.streams.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.Choice;
import io.ringrift.dataplane.streams.model.Need.ChoiceState;
import io.ringrift.dataplane.streams.model.NeedOutcome.Outcome;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens in whatever order, needs keep their promises. Replay: the failing seed. */
class NeedPropertyTest {

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final String[] NODES = {"gpu-1", "gpu-2", "gpu-3"};

  @Property(tries = 150)
  void keepsItsPromisesUnderAnyInterleaving(@ForAll long seed) {
    Random random = new Random(seed);
    World world = World.withoutData();
    world.cluster().with("s-1", "home", "h1", Set.of(Node.SERVING));
    List<ItemOrder> unanswered = new ArrayList<>();
    List<ItemOrder> answered = new ArrayList<>();
    Set<String> signals = new HashSet<>();

    for (int i = 0; i < 80; i++) {
      step(world, random, unanswered, answered);
      for (ItemOrder order : world.takeOrders()) {
        if (!order.cancel()) {
          chosenWell(world, order);
          unanswered.add(order);
        }
      }
      for (Need need : world.needs()) {
        standsWell(need);
      }
      for (Signal signal : world.takeSignals()) {
        assertThat(signals.add(signal.signalId())).as(() -> "told twice: " + signal).isTrue();
        if (signal.type() == Signal.Type.SYNC_COMPLETED) {
          assertThat(world.ofRequest(signal.configKey(), signal.requestId()))
              .extracting(Need::state)
              .contains(Need.State.MET)
              .doesNotContain(Need.State.OPEN, Need.State.EXPIRED);
        }
      }
    }
  }

  private static void step(
      World world, Random random, List<ItemOrder> unanswered, List<ItemOrder> answered) {
    String node = NODES[random.nextInt(NODES.length)];
    switch (random.nextInt(8)) {
      case 0 -> world.happens(new TrainingStarted("hex8_2p", node, null));
      case 1 -> world.happens(new DataNeeded("hex8_2p", node, ItemType.NPZ, 500));
      case 2 ->
          world.happens(
              new ModelPromoted(
                  "hex8_2p", null, Rows.modelId("m"), Rows.hash("m", random.nextInt(3)), null));
      case 3, 4 -> {
        Rows row =
            random.nextInt(5) == 0
                ? Rows.model("m")
                : Rows.npz("n" + random.nextInt(6), random.nextInt(10) / 10.0);
        row.content(random.nextInt(3)).samples(random.nextInt(1_000)).made(world.now());
        world.appears(random.nextBoolean() ? row.at("owc") : row.at("owc", node));
      }
      case 5 -> world.passes(Duration.ofMillis(random.nextInt(4_000)));
      case 6 -> {
        if (!unanswered.isEmpty()) {
          ItemOrder order = unanswered.remove(random.nextInt(unanswered.size()));
          answer(world, random, order);
          answered.add(order);
        }
      }
      default -> {
        if (!answered.isEmpty()) {
          answer(world, random, answered.get(random.nextInt(answered.size())));
        }
      }
    }
  }

  private static void answer(World world, Random random, ItemOrder order) {
    Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    if (world.need(order.configKey(), order.needId()).isPresent()) {
      world.answers(order, outcome, "because");
    }
  }

  private static void chosenWell(World world, ItemOrder order) {
    Need need = world.need(order.configKey(), order.needId()).orElseThrow();
    CatalogRow row =
        world
            .view()
            .catalog()
            .row(order.configKey(), order.itemType(), order.itemId())
            .orElseThrow();
    assertThat(row.isAt(order.targetNode())).as(() -> "ordered to where it is: " + order).isFalse();
    assertThat(row.sha256()).isEqualTo(order.sha256());
    assertThat(row.qualityScore()).isGreaterThanOrEqualTo(need.minQuality());
    assertThat(row.sampleCount()).isGreaterThanOrEqualTo(need.minSamples());
  }

  private static void standsWell(Need need) {
    long met = need.count(ChoiceState.MET);
    if (need.state() == Need.State.MET) {
      assertThat(met).as(() -> "met by something: " + need).isPositive();
    }
    // A choice given up may arrive all the same, so more may arrive than were asked for.
    assertThat(need.count(ChoiceState.ORDERED)).isLessThanOrEqualTo(need.wanted());
    if (need.open()) {
      assertThat(met).as(() -> "met and still open: " + need).isLessThan(need.wanted());
    } else {
      assertThat(need.count(ChoiceState.ORDERED))
          .as(() -> "ended, not called off: " + need)
          .isZero();
    }
    assertThat(need.choices().stream().map(Choice::sha256).distinct().count())
        .as(() -> "one choice a content: " + need)
        .isEqualTo(need.choices().size());
    assertThat(need.dueAt()).as(() -> "looked at again: " + need).isNotNull();
    assertThat(need.reason()).matches("[a-z_]+: .+");
  }
}
