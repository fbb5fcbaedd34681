package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureReleased;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.NpzExportComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.Payload;
import io.ringrift.dataplane.streams.model.ClusterEvent.SelfplayComplete;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Hosts, workers and the plane in one simulated time; a test reads as a story. */
final class SimulatedCluster {

  /** Of training data, as the policy has it. */
  static final Duration MAX_DATA_AGE = Duration.ofHours(24);

  static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  final Agenda agenda = new Agenda(T0);
  final Random lots;
  final Plane plane;
  final Map<String, SimulatedNode> nodes = new TreeMap<>();
  final List<String> told = new ArrayList<>();

  /** {@code node item sha} of everything that ever lay, whole, on a disk. */
  final Set<String> everHeld = new HashSet<>();

  /** Hashes of what an agent has read and found good. */
  final Set<String> everValidated = new HashSet<>();

  /** Everything that ever lay on a disk, by hash. */
  final Map<String, Content> contents = new HashMap<>();

  private final SimulatedWorkers workers;
  private Watch watch = Watch.NOBODY;
  private boolean pressed;
  private int events;

  SimulatedCluster(long seed, Faults faults, DataPlaneTopology.Policies policies) {
    lots = new Random(seed);
    workers = new SimulatedWorkers(this);
    workers.faults(faults);
    plane = new Plane(agenda, lots, faults, policies, workers::take);
    agenda.every(HEARTBEAT, () -> nodes.values().forEach(this::beat));
  }

  /** gpu-1 to gpu-3 train and are stable, gpu-4 is rented, owc stores, s3 is the backup. */
  static SimulatedCluster small() {
    return small(DataPlaneTopology.Policies.standard(1));
  }

  static SimulatedCluster small(DataPlaneTopology.Policies policies) {
    SimulatedCluster cluster = new SimulatedCluster(1, Faults.NONE, policies);
    cluster.node("gpu-1", "lambda", Node.TRAINING);
    cluster.node("gpu-2", "lambda", Node.TRAINING, Node.SERVING);
    cluster.node("gpu-3", "vast", Node.TRAINING);
    cluster.node("gpu-4", "vast", Node.TRAINING, Node.EPHEMERAL);
    cluster.node("owc", "home", Node.STORAGE);
    cluster.node("s3", "aws", Node.BACKUP, Node.EPHEMERAL);
    cluster.pass(Duration.ofSeconds(12));
    return cluster;
  }

  SimulatedNode node(String id, String provider, String... roles) {
    return node(id, provider, Set.of(roles), Set.of());
  }

  SimulatedNode node(String id, String provider, Set<String> roles, Set<ItemType> receives) {
    SimulatedNode node = new SimulatedNode(id, provider, roles, receives);
    nodes.put(id, node);
    beat(node);
    return node;
  }

  void watchedBy(Watch newWatch) {
    watch = newWatch;
    plane.watchedBy(newWatch);
  }

  Watch watch() {
    return watch;
  }

  /** Whether anything is held by backpressure now. */
  boolean pressed() {
    return pressed;
  }

  void faults(Faults faults) {
    plane.faults(faults);
    workers.faults(faults);
  }

  void pass(Duration time) {
    agenda.pass(time);
  }

  Instant now() {
    return agenda.instant();
  }

  // ---- what happens

  String tell(Payload payload) {
    return tell("trainer", payload);
  }

  String tell(String source, Payload payload) {
    String id = "event-" + ++events;
    pressed =
        payload instanceof BackpressureActivated
            || pressed && !(payload instanceof BackpressureReleased);
    note(payload.toString());
    plane.event(new ClusterEvent(id, now(), source, payload));
    return id;
  }

  /** For the replay list. */
  void note(String what) {
    told.add("+" + Duration.between(T0, now()).toMillis() + " ms " + what);
  }

  /** A file is written at the node, seen, validated a second later, and announced. */
  void made(String nodeId, Content content) {
    lies(nodeId, content);
    agenda.in(Duration.ofSeconds(2), () -> announce(nodeId, content));
  }

  private void announce(String nodeId, Content c) {
    switch (c.type()) {
      case NPZ ->
          tell(
              new NpzExportComplete(
                  c.configKey(),
                  nodeId,
                  c.itemId(),
                  c.sha256(),
                  c.sizeBytes(),
                  c.samples(),
                  c.quality(),
                  c.contentTime()));
      case GAME -> tell(new SelfplayComplete(c.configKey(), nodeId, c.itemId(), 100L, null));
      default -> tell(new ModelPromoted(c.configKey(), nodeId, c.itemId(), c.sha256(), 1500.0));
    }
  }

  /** A file is there, read and found good by the agent, and nobody announces it. */
  void lies(String nodeId, Content content) {
    SimulatedNode node = nodes.get(nodeId);
    note(content.itemId() + " " + content.sha256().substring(60) + " written at " + nodeId);
    put(node, content);
    report(node, content, Validation.CLAIMED);
    agenda.in(
        Duration.ofSeconds(1),
        () -> {
          if (node.up && content.equals(node.disk.get(content.itemId()))) {
            report(node, content, Validation.VALID);
          }
        });
  }

  void put(SimulatedNode node, Content content) {
    node.disk.put(content.itemId(), content);
    node.damaged.remove(content.itemId());
    everHeld.add(node.id + " " + content.itemId() + " " + content.sha256());
    contents.put(content.sha256(), content);
    watch.changed(content.itemId());
  }

  void deleted(String nodeId, String itemId) {
    SimulatedNode node = nodes.get(nodeId);
    note(itemId + " deleted at " + nodeId);
    Content gone = node.disk.remove(itemId);
    node.damaged.remove(itemId);
    watch.changed(itemId);
    plane.item("inventory", itemId, node.absent(gone, now()));
  }

  void damaged(String nodeId, String itemId) {
    note(itemId + " found damaged at " + nodeId);
    SimulatedNode node = nodes.get(nodeId);
    node.damaged.add(itemId);
    watch.changed(itemId);
    report(node, node.disk.get(itemId), Validation.INVALID);
  }

  private void report(SimulatedNode node, Content content, Validation validation) {
    if (validation == Validation.VALID) {
      everValidated.add(content.sha256());
    }
    plane.item("inventory", content.itemId(), node.present(content, validation, now()));
  }

  void report(SimulatedNode node, Content content) {
    report(
        node,
        content,
        node.damaged.contains(content.itemId()) ? Validation.INVALID : Validation.VALID);
  }

  /** The host is gone; somebody may notice. */
  void down(String nodeId, boolean noticed) {
    nodes.get(nodeId).up = false;
    note(nodeId + " down");
    if (noticed) {
      tell("monitor", new HostOffline(nodeId, "spot reclaimed"));
    }
  }

  /** The host is back; its agent reads its disk anew. */
  void back(String nodeId) {
    SimulatedNode node = nodes.get(nodeId);
    node.restart();
    note(nodeId + " back");
    tell("monitor", new HostOnline(nodeId, null, null, null, null, null, null));
    beat(node);
    node.disk.values().forEach(content -> report(node, content));
  }

  /** Another host takes the place of one that is down: the same name, an empty disk. */
  void rented(String nodeId) {
    SimulatedNode node = nodes.get(nodeId);
    Map<String, Content> gone = new TreeMap<>(node.disk);
    node.disk.clear();
    node.damaged.clear();
    back(nodeId);
    for (Content content : gone.values()) {
      watch.changed(content.itemId());
      plane.item("inventory", content.itemId(), node.absent(content, now()));
    }
  }

  private void beat(SimulatedNode node) {
    if (node.up) {
      plane.beat(node.heartbeat());
    }
  }

  SimulatedWorkers workers() {
    return workers;
  }
}
