package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureReleased;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.Scope;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Some minutes in the life of a cluster, drawn from a seed. */
final class Story {

  private static final List<String> CONFIGS = List.of("hex8_2p", "square8_4p", "square19_3p");
  private static final Duration LENGTH = Duration.ofMinutes(5);
  private static final Duration AFTERMATH = Duration.ofMinutes(20);

  private final SimulatedCluster cluster;
  private final Random lots;
  private final List<Content> made = new ArrayList<>();
  private boolean pressure;

  private Story(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.lots = cluster.lots;
  }

  /** Builds 20 to 50 nodes, lets the story happen, heals everything and waits until it is quiet. */
  static void happens(SimulatedCluster cluster, boolean exactlyOnce) {
    Story story = new Story(cluster);
    story.settle();
    cluster.pass(Duration.ofSeconds(15));
    cluster.faults(Faults.many(exactlyOnce));
    Duration passed = Duration.ZERO;
    while (passed.compareTo(LENGTH) < 0) {
      Duration pause = Duration.ofMillis(200 + story.lots.nextInt(6_000));
      cluster.pass(pause);
      passed = passed.plus(pause);
      story.something();
    }
    story.heal();
    cluster.pass(AFTERMATH);
  }

  private void settle() {
    int hosts = 18 + lots.nextInt(29);
    for (int n = 0; n < hosts; n++) {
      boolean rented = n % 3 == 0;
      Set<String> roles =
          rented
              ? Set.of(Node.TRAINING, Node.EPHEMERAL)
              : n % 3 == 1 ? Set.of(Node.TRAINING, Node.SERVING) : Set.of(Node.SERVING);
      Set<ItemType> receives = n % 10 == 2 ? Set.of(ItemType.MODEL) : Set.of();
      cluster.node("host-" + n, rented ? "vast" : "lambda", roles, receives);
    }
    cluster.node("owc", "home", Node.STORAGE);
    cluster.node("s3", "aws", Set.of(Node.BACKUP), Set.of());
  }

  private void something() {
    int lot = lots.nextInt(100);
    if (lot < 25) {
      make();
    } else if (lot < 40) {
      any(Node.TRAINING, true)
          .ifPresent(node -> cluster.tell(new TrainingStarted(config(), node.id, null)));
    } else if (lot < 47) {
      cluster.tell(new TrainingCompleted(config(), null, null));
    } else if (lot < 57) {
      any(Node.TRAINING, true)
          .ifPresent(node -> cluster.tell(new DataNeeded(config(), node.id, ItemType.NPZ, 500)));
    } else if (lot < 67) {
      any(null, true).filter(node -> !node.id.equals("s3")).ifPresent(this::away);
    } else if (lot < 75) {
      any(null, false).ifPresent(node -> cluster.back(node.id));
    } else if (lot < 80) {
      press();
    } else if (lot < 85) {
      spoil();
    } else {
      cluster.note("a task crashes");
      cluster.plane.crash();
    }
  }

  private void make() {
    ItemType type =
        List.of(ItemType.NPZ, ItemType.NPZ, ItemType.GAME, ItemType.MODEL).get(lots.nextInt(4));
    any(type == ItemType.MODEL ? Node.SERVING : Node.TRAINING, true)
        .ifPresent(
            node -> {
              int name = lots.nextInt(8);
              double quality = 0.3 + lots.nextInt(70) / 100.0;
              Content content =
                  Content.of(type, config(), name, made.size() + 1, cluster.now(), quality);
              made.add(content);
              cluster.made(node.id, content);
            });
  }

  private void away(SimulatedNode node) {
    cluster.down(node.id, lots.nextBoolean());
  }

  private void press() {
    pressure = !pressure;
    cluster.tell(
        "monitor",
        pressure
            ? new BackpressureActivated(Scope.CLUSTER, null, "drawn")
            : new BackpressureReleased(Scope.CLUSTER, null));
  }

  private void spoil() {
    any(null, true)
        .filter(node -> !node.disk.isEmpty())
        .ifPresent(
            node -> {
              String item = List.copyOf(node.disk.keySet()).get(lots.nextInt(node.disk.size()));
              if (lots.nextBoolean()) {
                cluster.deleted(node.id, item);
              } else {
                cluster.damaged(node.id, item);
              }
            });
  }

  private void heal() {
    cluster.note("everything heals");
    cluster.faults(Faults.NONE);
    cluster.nodes.values().stream()
        .filter(node -> !node.up)
        .toList()
        .forEach(node -> cluster.back(node.id));
    if (pressure) {
      press();
    }
  }

  private String config() {
    return CONFIGS.get(lots.nextInt(CONFIGS.size()));
  }

  /** Any node that is up or down, with the role if one is given. */
  private Optional<SimulatedNode> any(String role, boolean up) {
    List<SimulatedNode> fitting =
        cluster.nodes.values().stream()
            .filter(node -> node.up == up && (role == null || node.roles.contains(role)))
            .toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(lots.nextInt(fitting.size())));
  }
}
