package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.Stack;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system under test as processes: four hosts that serve models, reached over bad lines, one of
 * them with a disk that can be made full; a drive for backups; three workers.
 */
final class ChaosCluster implements Closeable {
  /** Where files appear. */
  static final List<String> SOURCES = List.of("gpu-1", "gpu-2", "gpu-3");

  /** The host with the small disk. */
  static final String SMALL = "gpu-4";

  /** Where every file is backed up. */
  static final String DRIVE = "owc";

  private static final List<String> HOSTS = List.of("gpu-1", "gpu-2", "gpu-3", SMALL);
  private static final int WORKERS = 3;

  /** Of all connections: about half of the faults are thrown for bytes that never come. */
  private static final double BAD_SHARE = 0.10;

  /** Connections that carry an item: fetches, and what a source brings to a target. */
  private static final List<String> ITEM_REQUESTS =
      List.of("GET /v1/items/", "GET /v1/chunks/", "PUT /v1/uploads/");

  private final Stack stack;
  private final List<FaultyLink> links;
  private final Optional<SmallDisk> smallDisk;
  private final Optional<SkewedClock> skewedClock = SkewedClock.installed();

  private ChaosCluster(Stack stack, List<FaultyLink> links, Optional<SmallDisk> smallDisk) {
    this.stack = stack;
    this.links = links;
    this.smallDisk = smallDisk;
  }

  static ChaosCluster start(ChaosPlan plan) throws IOException {
    Map<String, FaultyLink> links = new LinkedHashMap<>();
    List<NodePlan> nodes = new ArrayList<>();
    for (NodePlan node : nodes()) {
      int port = Ports.free();
      FaultyLink link =
          new FaultyLink(
              port, BAD_SHARE, ItemBytes.ofHttp(ITEM_REQUESTS), plan.dice(0, "link " + node.id()));
      links.put(node.id(), link);
      nodes.add(
          node.withSetting("agent.port", Integer.toString(port))
              .withSetting("agent.endpoint", link.url()));
    }
    StackPlan stackPlan = impatient(StackPlan.in(plan.folder()).withNodes(nodes));
    Optional<SmallDisk> disk = SmallDisk.mount(stackPlan.dataOf(SMALL));
    try {
      Stack stack =
          Stack.start(
              stackPlan.withWorkers(WORKERS),
              (part, news) -> System.out.println(part + ": " + news));
      return new ChaosCluster(stack, List.copyOf(links.values()), disk);
    } catch (RuntimeException e) {
      if (disk.isPresent()) {
        disk.get().close();
      }
      throw e;
    }
  }

  private static List<NodePlan> nodes() {
    List<NodePlan> nodes = new ArrayList<>();
    List<String> roles = List.of("training", "selfplay", "serving");
    for (String host : HOSTS) {
      nodes.add(new NodePlan(host, "HOST", host.equals("gpu-1") ? "vast" : "lambda", null, roles));
    }
    nodes.add(new NodePlan(DRIVE, "DRIVE", "home", null, List.of("storage", "backup")));
    return nodes;
  }

  /** Waits of seconds where production has half minutes; what is retried and how often stays. */
  private static StackPlan impatient(StackPlan plan) {
    return plan.withSetting("agent.heartbeat.interval.ms", "1000")
        .withSetting("nodes.heartbeat.timeout.ms", "6000")
        .withSetting("schedule.lease.ms", "12000")
        .withSetting("worker.lease.interval.ms", "3000")
        .withSetting("schedule.recheck.ms", "5000")
        .withSetting("schedule.unstarted.ms", "60000")
        .withSetting("worker.breaker.refusal.ms", "5000")
        .withSetting("worker.drain.ms", "3000")
        .withSetting("agent.patience.ms", "5000")
        .withSetting("agent.scan.full.ms", "5000")
        .withSetting("worker.transfer.stall.ms", "10000");
  }

  Stack stack() {
    return stack;
  }

  /** Hosts that serve models. */
  static List<String> hosts() {
    return HOSTS;
  }

  List<FaultyLink> links() {
    return links;
  }

  Optional<SmallDisk> smallDisk() {
    return smallDisk;
  }

  Optional<SkewedClock> skewedClock() {
    return skewedClock;
  }

  @Override
  public void close() throws IOException {
    stack.close();
    for (FaultyLink link : links) {
      link.close();
    }
    if (smallDisk.isPresent()) {
      smallDisk.get().close();
    }
  }
}
