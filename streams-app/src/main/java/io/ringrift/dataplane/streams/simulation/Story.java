package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureReleased;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.Scope;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import java.time.Duration;
import java.time.Instant;
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

  /** Null: the whole cluster. */
  private String pressedNode;

  private Story(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.lots = cluster.lots;
  }

  /**
   * Tells the story of this seed; what must always be true is looked at after every step.
   *
   * <p>Even seeds without exactly-once: what a task did before its crash stands, and is done again.
   *
   * @throws IllegalStateException with the seed and all that happened, when anything breaks
   */
  static SimulatedCluster tell(long seed) {
    SimulatedCluster cluster =
        new SimulatedCluster(seed, Faults.NONE, DataPlaneTopology.Policies.standard(2));
    Invariants invariants = Invariants.of(cluster);
    try {
      happens(cluster, seed % 2 == 1);
      invariants.ended();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "%s%nin the story of seed %d, as exactly-once %s:%n%s"
              .formatted(e.getMessage(), seed, seed % 2 == 1, String.join("\n", cluster.told)),
          e);
    }
    return cluster;
  }

  /** Builds 20 to 50 nodes, lets the story happen, heals everything and waits until it is quiet. */
  static void happens(SimulatedCluster cluster, boolean exactlyOnce) {
    Story story = new Story(cluster);
    story.settle();
    cluster.pass(Duration.ofSeconds(15));
    cluster.faults(Faults.many(exactlyOnce));
    Duration passed = Duration.ZERO;
    while (passed.compareTo(LENGTH) < 0) {
      // Now and then so long that everything that was said has been read.
      int longest = story.lots.nextInt(8) == 0 ? 30_000 : 6_000;
      Duration pause = Duration.ofMillis(200 + story.lots.nextInt(longest));
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
    if (lots.nextInt(4) == 0 && rewrite()) {
      return;
    }
    ItemType type =
        List.of(ItemType.NPZ, ItemType.NPZ, ItemType.GAME, ItemType.MODEL).get(lots.nextInt(4));
    any(type == ItemType.MODEL ? Node.SERVING : Node.TRAINING, true)
        .ifPresent(node -> make(node, type, config(), lots.nextInt(8)));
  }

  /** A node writes the very item that is on its way to it. */
  private boolean rewrite() {
    List<DataOperation> taken = cluster.workers().taken();
    if (taken.isEmpty()) {
      return false;
    }
    DataOperation op = taken.get(taken.size() - 1);
    SimulatedNode node = cluster.nodes.get(op.getTargetNode());
    if (!node.up) {
      return false;
    }
    Content coming = cluster.contents.get(op.getSha256());
    int name = Integer.parseInt(op.getItemId().substring(op.getItemId().lastIndexOf('-') + 1));
    make(node, coming.type(), coming.configKey(), name);
    return true;
  }

  private void make(SimulatedNode node, ItemType type, String configKey, int name) {
    double quality = 0.3 + lots.nextInt(70) / 100.0;
    // One in eight is of yesterday: training data that is stale.
    Duration age = lots.nextInt(8) == 0 ? Duration.ofHours(30) : Duration.ZERO;
    Instant time = cluster.now().minus(age);
    Content content = Content.of(type, configKey, name, made.size() + 1, time, quality);
    made.add(content);
    cluster.made(node.id, content);
  }

  private void away(SimulatedNode node) {
    cluster.down(node.id, lots.nextBoolean());
  }

  private void press() {
    pressure = !pressure;
    if (pressure && lots.nextBoolean()) {
      pressedNode = any(null, true).map(node -> node.id).orElse(null);
    }
    Scope scope = pressedNode == null ? Scope.CLUSTER : Scope.NODE;
    cluster.tell(
        "monitor",
        pressure
            ? new BackpressureActivated(scope, pressedNode, "drawn")
            : new BackpressureReleased(scope, pressedNode));
    pressedNode = pressure ? pressedNode : null;
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
