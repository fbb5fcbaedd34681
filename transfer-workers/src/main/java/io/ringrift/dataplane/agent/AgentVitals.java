package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.DiskBudget;
import io.ringrift.dataplane.agent.source.ScanSummary;
import io.ringrift.dataplane.agent.wire.NodeProfile;
import io.ringrift.dataplane.agent.wire.SourceVitals;
import io.ringrift.dataplane.agent.wire.Vitals;
import java.io.IOException;
import java.util.Optional;

/** How an agent is, for its heartbeats. */
final class AgentVitals {
  private final NodeAgent agent;

  AgentVitals(NodeAgent agent) {
    this.agent = agent;
  }

  /**
   * For a heartbeat; a disk that can't be asked counts as full.
   *
   * @param problem of the reports, besides what the agent knows of them itself; may be null
   */
  Vitals of(NodeProfile profile, String problem) {
    DiskBudget.Usage usage;
    try {
      usage = agent.disk().usage();
    } catch (IOException e) {
      usage = new DiskBudget.Usage(1, 0);
    }
    return new Vitals(
        profile,
        agent.index().bootNumber(),
        agent.config().reach().callable() ? agent.endpoint() : null,
        agent.root().path().toString(),
        agent.config().pulls().receives(),
        agent.pulls().transports(),
        agent.unavailable(),
        usage.totalBytes(),
        Math.max(0, usage.freeBytes() - agent.disk().reservedBytes()),
        agent.config().disk().limitPercent(),
        agent.activeTransfers(),
        agent.config().pulls().maxTransfers(),
        source(problem),
        agent.config().items().shared());
  }

  private SourceVitals source(String toBeKnown) {
    ScanSummary scan = agent.watch().summary();
    String problem =
        !agent.root().mounted()
            ? "data folder is not there"
            : scan.unreadable().isEmpty()
                ? bucketProblem(toBeKnown)
                : "%d folders can't be listed".formatted(scan.unreadable().size());
    return new SourceVitals(
        scan.at(),
        scan.files(),
        (long) agent.watch().pending() + scan.snapshotRequired().size(),
        agent.index().unreportedCount(),
        scan.unknown().values().stream().mapToLong(Long::longValue).sum(),
        problem);
  }

  private String bucketProblem(String other) {
    BucketTransport bucket = agent.transports().bucket();
    Optional<String> problem = bucket == null ? Optional.empty() : bucket.problem();
    return other == null ? problem.map(text -> "s3: " + text).orElse(null) : other;
  }
}
