package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.embedded.testing.CertificateAuthority;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.Stack;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system under test as processes: four hosts that serve models, reached over bad lines, one of
 * them by TLS, one with a disk that can be made full; a drive and a bucket for backups; three
 * workers.
 */
final class ChaosCluster implements Closeable {
  /** Where files appear. */
  static final List<String> SOURCES = List.of("gpu-1", "gpu-2", "gpu-3");

  /** The host with the small disk. */
  static final String SMALL = "gpu-4";

  /** The host whose agent speaks TLS, as one does while certificates are brought in. */
  private static final String TLS = "gpu-2";

  private static final String DRIVE = "owc";
  private static final String BUCKET = "bucket";

  /** Where every file is backed up. */
  static final List<String> BACKUPS = List.of(DRIVE, BUCKET);

  private static final List<String> HOSTS = List.of("gpu-1", "gpu-2", "gpu-3", SMALL);
  private static final int WORKERS = 3;

  private final Stack stack;
  private final Lines lines;
  private final Bucket bucket;
  private final Optional<SmallDisk> smallDisk;
  private final Optional<SkewedClock> skewedClock = SkewedClock.installed();

  private ChaosCluster(Stack stack, Lines lines, Bucket bucket, Optional<SmallDisk> smallDisk) {
    this.stack = stack;
    this.lines = lines;
    this.bucket = bucket;
    this.smallDisk = smallDisk;
  }

  static ChaosCluster start(ChaosPlan plan) throws IOException {
    Lines lines = new Lines(plan);
    Bucket bucket = Bucket.start(plan.folder().resolve("s3"));
    CertificateAuthority authority =
        CertificateAuthority.in(
            Files.createDirectories(plan.folder().resolve("certificates")), "authority");
    StackPlan stackPlan =
        impatient(StackPlan.in(plan.folder()).withNodes(nodes(lines, authority)))
            .withSetting("agent.tls.trust", authority.trust().toString())
            .withSetting("worker.tls.trust", authority.trust().toString());
    for (Map.Entry<String, String> setting :
        Bucket.settings(lines.toBucket(bucket.port())).entrySet()) {
      stackPlan = stackPlan.withSetting(setting.getKey(), setting.getValue());
    }
    Optional<SmallDisk> disk = SmallDisk.mount(stackPlan.dataOf(SMALL));
    try {
      Stack stack =
          Stack.start(
              stackPlan.withWorkers(WORKERS),
              (part, news) -> System.out.println(part + ": " + news));
      return new ChaosCluster(stack, lines, bucket, disk);
    } catch (RuntimeException e) {
      lines.close();
      bucket.close();
      if (disk.isPresent()) {
        disk.get().close();
      }
      throw e;
    }
  }

  private static List<NodePlan> nodes(Lines lines, CertificateAuthority authority) {
    List<NodePlan> nodes = new ArrayList<>();
    List<String> roles = List.of("training", "selfplay", "serving");
    for (String name : HOSTS) {
      NodePlan host =
          new NodePlan(name, "HOST", name.equals("gpu-1") ? "vast" : "lambda", null, roles);
      nodes.add(
          name.equals(TLS)
              ? lines.toTlsHost(
                  host, authority.issue(name, "ip:127.0.0.1"), CertificateAuthority.PASSWORD)
              : lines.toHost(host));
    }
    nodes.add(
        lines.toHost(new NodePlan(DRIVE, "DRIVE", "home", null, List.of("storage", "backup"))));
    nodes.add(
        lines
            .toScanner(new NodePlan(BUCKET, NodePlan.BUCKET, "s3", null, List.of("backup")))
            .withSetting("s3.heartbeat.interval.ms", "1000")
            .withSetting("s3.interval.ms", "5000"));
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
        .withSetting("rules.reorder.after.ms", "30000")
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

  Lines lines() {
    return lines;
  }

  Bucket bucket() {
    return bucket;
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
    lines.close();
    bucket.close();
    if (smallDisk.isPresent()) {
      smallDisk.get().close();
    }
  }
}
