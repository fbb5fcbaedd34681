package io.ringrift.dataplane.streams;

import static io.ringrift.dataplane.streams.PolicySettings.atMost;
import static io.ringrift.dataplane.streams.PolicySettings.millis;
import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import io.ringrift.dataplane.streams.schedule.RetryPolicy;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import io.ringrift.dataplane.streams.schedule.ShadowMode;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** What the ledger is to do, as settings of the section {@code schedule}. */
final class ScheduleSettings {

  private static final String WINDOW = "schedule.window";
  private static final String LEASE = "schedule.lease.ms";
  private static final String UNSTARTED = "schedule.unstarted.ms";
  private static final String RECHECK = "schedule.recheck.ms";
  private static final String RETRY_FIRST = "schedule.retry.first.ms";
  private static final String RETRY_MOST = "schedule.retry.most.ms";
  private static final String RETRY_FAILURES = "schedule.retry.failures";
  static final String OPERATION_KEPT = "schedule.kept.ms";
  private static final String FAILED_REST = "schedule.failed.rest.ms";
  private static final String PRESSURE_LIFETIME = "schedule.backpressure.lifetime.ms";
  private static final String REPAIRS = "schedule.repairs";
  private static final String GIVING = "schedule.node.giving";
  private static final String GETTING = "schedule.node.getting";
  private static final String COORDINATOR = "schedule.node.coordinator";
  private static final String BYTES = "schedule.node.bytes";
  private static final String SHADOW = "schedule.shadow";
  private static final String SHADOW_NODES = "schedule.shadow.nodes";

  private final Settings settings;

  ScheduleSettings(Settings settings) {
    this.settings = settings;
  }

  static void define(ConfigDef d) {
    SchedulePolicy p = SchedulePolicy.standard(1);
    d.define(
        WINDOW,
        INT,
        SchedulePolicy.WINDOW,
        between(1, 100_000),
        MEDIUM,
        "Operations of one priority on its topic and not started; the rest waits in the ledger.");
    millis(d, LEASE, p.lease(), 1_000, "A transfer silent for longer is given to another worker.");
    millis(d, UNSTARTED, p.unstarted(), 1_000, "An operation not started is emitted again then.");
    millis(d, RECHECK, p.recheck(), 100, "How often a held operation is looked at again.");
    millis(
        d, RETRY_FIRST, p.retry().first(), 1, "Wait after the first failure; doubles from there.");
    millis(d, RETRY_MOST, p.retry().most(), 1, "Longest wait between tries.");
    d.define(
        RETRY_FAILURES,
        INT,
        p.retry().failures(),
        atLeast(1),
        MEDIUM,
        "Failed tries until it ends.");
    millis(d, OPERATION_KEPT, p.keepEnded(), 1_000, "How long an ended operation stays readable.");
    millis(d, FAILED_REST, p.failedRest(), 0, "A rule orders again what failed after this.");
    millis(d, PRESSURE_LIFETIME, p.pressureLifetime(), 1_000, "Unreleased backpressure ends then.");
    d.define(
        REPAIRS,
        INT,
        SchedulePolicy.REPAIRS,
        between(1, 1_000_000),
        MEDIUM,
        "Repairs (REPLICATE at NORMAL and LOW) open at once; the rest waits, however many copies"
            + " a node took with it.");
    nodes(d);
    d.define(
        SHADOW,
        BOOLEAN,
        p.shadow().everywhere(),
        HIGH,
        "Decide and record everything, move nothing: for a migration.");
    d.define(
        SHADOW_NODES,
        LIST,
        List.of(),
        null,
        MEDIUM,
        "Nodes that nothing is moved to; others may read from them.");
  }

  private static void nodes(ConfigDef d) {
    d.define(
        GIVING,
        INT,
        NodeLimits.GIVING,
        between(1, 10_000),
        MEDIUM,
        "Transfers from one node at once; CRITICAL goes beyond.");
    d.define(
        GETTING,
        INT,
        NodeLimits.GETTING,
        between(1, 10_000),
        MEDIUM,
        "Transfers at once to a node that says no max_transfers; CRITICAL goes beyond.");
    d.define(
        COORDINATOR,
        INT,
        NodeLimits.COORDINATOR,
        between(1, 10_000),
        MEDIUM,
        "Transfers at once from, and to, a node of the role coordinator; CRITICAL goes beyond.");
    d.define(
        BYTES,
        LONG,
        NodeLimits.BYTES,
        atLeast(1),
        MEDIUM,
        "Bytes in flight from one node, and to one; a larger item moves while nothing else does.");
  }

  void addFaults(List<String> faults) {
    long first = settings.longInteger(RETRY_FIRST);
    atMost(faults, RETRY_FIRST, first, RETRY_MOST, settings.longInteger(RETRY_MOST));
  }

  /** For one of {@code partitions} tasks. */
  SchedulePolicy policy(int partitions) {
    return new SchedulePolicy(
        SchedulePolicy.windowOf(settings.integer(WINDOW), partitions),
        settings.millis(LEASE),
        settings.millis(UNSTARTED),
        settings.millis(RECHECK),
        new RetryPolicy(
            settings.millis(RETRY_FIRST),
            settings.millis(RETRY_MOST),
            settings.integer(RETRY_FAILURES)),
        settings.millis(OPERATION_KEPT),
        settings.millis(FAILED_REST),
        settings.millis(PRESSURE_LIFETIME),
        SchedulePolicy.windowOf(settings.integer(REPAIRS), partitions),
        new ShadowMode(settings.flag(SHADOW), Set.copyOf(settings.list(SHADOW_NODES))),
        new NodeLimits(
            settings.integer(GIVING),
            settings.integer(GETTING),
            settings.integer(COORDINATOR),
            settings.longInteger(BYTES)),
        partitions);
  }
}
