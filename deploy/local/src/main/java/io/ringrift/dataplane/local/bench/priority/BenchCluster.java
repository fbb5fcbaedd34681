package io.ringrift.dataplane.local.bench.priority;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.BulkPublisher;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.time.Instant;
import java.util.List;

/**
 * The cluster that has the backlog: one host with every item. A second host lacks all NPZ, which
 * the replication rule copies at LOW; a drive for cold storage lacks all models, which the backup
 * rule copies at COLD_STORAGE. Trainings at rented hosts want NPZ of their own at once.
 */
final class BenchCluster {
  private static final String SOURCE = "src";
  private static final int TRAINERS = 10;
  private static final int CONFIGS = 100;
  private static final String LOW_TARGET = "store";
  private static final String COLD_TARGET = "cold";

  /** All nodes. */
  static final int NODES = 3 + TRAINERS;

  private static final long SIZE = 100_000_000;

  private final Settings settings;
  private final String agents;
  private final Instant now;

  /**
   * @param agents base URL of every node's agent
   */
  BenchCluster(Settings settings, String agents, Instant now) {
    this.settings = settings;
    this.agents = agents;
    this.now = now;
  }

  /**
   * The rules that make the backlog, and no limit on how much of it is open at once, nor on what
   * the three nodes do that all of it goes through.
   */
  static StackPlan rules(StackPlan plan) {
    return plan.withSetting("items.replicas.min.npz", "1")
        .withSetting("items.replicas.target.npz", "2")
        .withSetting("items.replicas.min.model", "1")
        .withSetting("items.replicas.target.model", "1")
        .withSetting("items.backup.types", "MODEL")
        .withSetting("schedule.repairs", "1000000")
        .withSetting("schedule.node.giving", "10000")
        .withSetting("schedule.node.getting", "10000")
        .withSetting("schedule.node.bytes", Long.toString(10_000 * SIZE));
  }

  /** Nodes, of which one after the other comes online. */
  void goOnline(EventPublisher events) {
    online(events, SOURCE, NodeKind.HOST, "storage");
    online(events, LOW_TARGET, NodeKind.HOST, "storage");
    // Takes no part in replication: only what belongs in cold storage goes there.
    online(events, COLD_TARGET, NodeKind.DRIVE, "backup", "ephemeral");
    for (int i = 0; i < TRAINERS; i++) {
      online(events, "gpu-" + i, NodeKind.HOST, "training", "ephemeral");
    }
  }

  /** Every item of the source: what trainings want, then the backlog. */
  void report(int low, int cold) {
    try (BulkPublisher<ReplicaReport> reports =
        BulkPublisher.open(settings, "bench-priority", Topics::inventory)) {
      for (int i = 0; i < CONFIGS; i++) {
        publish(reports, ItemType.NPZ, "npz/critical" + i + "_2p/a.npz", "critical" + i + "_2p", i);
      }
      for (int i = 0; i < low; i++) {
        publish(reports, ItemType.NPZ, "npz/low_2p/" + i + ".npz", "low_2p", CONFIGS + i);
      }
      for (int i = 0; i < cold; i++) {
        publish(
            reports, ItemType.MODEL, "models/cold_2p/" + i + ".pth", "cold_2p", CONFIGS + low + i);
      }
      reports.finish();
    }
  }

  /** The priority of everything that goes to the node. */
  static Priority priorityTo(String node) {
    return switch (node) {
      case LOW_TARGET -> Priority.LOW;
      case COLD_TARGET -> Priority.COLD_STORAGE;
      default -> Priority.CRITICAL;
    };
  }

  /** How many trainings can start that each cause an operation. */
  static int trainings() {
    return CONFIGS * TRAINERS;
  }

  /** A training that has nothing of its data yet: one operation at CRITICAL. */
  static ClusterEvent training(int number, Instant now) {
    return new ClusterEvent(
        "training-" + number,
        now,
        "bench",
        new TrainingStarted(
            "critical" + number % CONFIGS + "_2p", "gpu-" + number / CONFIGS % TRAINERS, null));
  }

  private void online(EventPublisher events, String node, NodeKind kind, String... roles) {
    ClusterEvent event =
        new ClusterEvent(
            "online-" + node,
            now,
            "bench",
            new HostOnline(node, kind, "lab", null, "rack-" + node, List.of(roles), agents));
    events.publish(event.getEventId(), event);
  }

  private void publish(
      BulkPublisher<ReplicaReport> reports, ItemType type, String itemId, String config, int n) {
    String hex = Integer.toHexString(n + 1);
    reports.publish(
        itemId,
        new ReplicaReport(
            SOURCE,
            itemId,
            type,
            config,
            1L,
            (long) n,
            Presence.PRESENT,
            "0".repeat(64 - hex.length()) + hex,
            SIZE,
            "/data/" + itemId,
            Validation.VALID,
            null,
            now,
            type == ItemType.NPZ ? 100_000L : null,
            null,
            0.9,
            null,
            now));
  }
}
