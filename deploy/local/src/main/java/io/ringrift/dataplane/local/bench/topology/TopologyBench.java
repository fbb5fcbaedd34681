package io.ringrift.dataplane.local.bench.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.embedded.BrokerProcess;
import io.ringrift.dataplane.local.bench.Bench;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.bench.Scratch;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dataplane bench topology}: our topology beside a bare KTable aggregate of the same
 * records.
 *
 * <p>Each phase runs in a JVM of its own, so that neither warms the other's code, against one
 * broker in a third process; the inventory is loaded once and read by all.
 */
@Command(
    name = "topology",
    header = "Inventory reports through our topology and through a bare KTable aggregate.",
    description = {
      "Loads reports (five an item, from five nodes, each changing the row), measures both with the"
          + " same guarantee, then the latency from event to priority topic under a steady load.",
      "Targets: ratio at least 0.25; latency p50 under 200 ms, p99 under 500 ms."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench topology",
      "  ./dataplane bench topology --items 20000 --guarantee exactly_once_v2"
    })
public final class TopologyBench extends Bench {

  /** Nodes with every item: so many reports change each row. */
  private static final int HOLDERS = 5;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Items (default: 100000).")
  private int items;

  @Option(
      names = "--guarantee",
      paramLabel = "GUARANTEE",
      split = ",",
      defaultValue = "exactly_once_v2,at_least_once",
      description = "One or both of exactly_once_v2, at_least_once (default: both).")
  private List<String> guarantees;

  @Option(
      names = "--latency-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long the latency is measured, after 50 s of warm-up (default: 20).")
  private int latencySeconds;

  @Option(
      names = "--events-per-second",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Rate at which the latency is measured; a tenth cause operations (default: 2000).")
  private int eventsASecond;

  public TopologyBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchReport report = new BenchReport("topology");
    report.figure("reports", 1.0 * HOLDERS * items, "inventory reports, five an item");
    report.figure("events_per_s", eventsASecond, "while the latency is measured");
    for (String guarantee : guarantees) {
      measure(guarantee, report);
    }
    print(report);
    return Failure.OK;
  }

  /** On a broker of its own: a second topology would take the first one's records for its own. */
  private void measure(String guarantee, BenchReport report)
      throws IOException, InterruptedException {
    try (Scratch scratch = scratch("bench-topology");
        BrokerProcess broker =
            BrokerProcess.start(
                BrokerProcess.Options.in(scratch.path())
                    .withJvmOptions(List.of("-Xmx512m", "-XX:+UseSerialGC")))) {
      PhaseProcess phases = new PhaseProcess(broker, scratch.path());
      broker.awaitReady(Duration.ofSeconds(60));
      say("loading %,d reports".formatted(HOLDERS * items));
      run(phases, "load", guarantee);
      say("bare KTable aggregate, " + guarantee);
      JsonNode bare = run(phases, "bare", guarantee);
      say("our topology, " + guarantee + ", then latency for " + latencySeconds + " s");
      JsonNode ours = run(phases, "ours", guarantee);
      add(report, guarantee.startsWith("exactly") ? "eos" : "alos", bare, ours);
    }
  }

  private static void add(BenchReport report, String name, JsonNode bare, JsonNode ours) {
    double bareRate = bare.path("records_per_s").asDouble();
    double rate = ours.path("records_per_s").asDouble();
    report
        .figure(name + "_bare_records_per_s", bareRate, "bare KTable aggregate, records/s")
        .figure(name + "_ours_records_per_s", rate, "our topology, records/s")
        .figure(name + "_ratio", rate / bareRate, "ours / bare, target >= 0.25")
        .figure(
            name + "_store_writes_per_report",
            ours.path("store_writes_per_report").asDouble(),
            "changelog records a report")
        .figure(
            name + "_topic_records_per_report",
            ours.path("topic_records_per_report").asDouble(),
            "records on other topics a report")
        .figure(
            name + "_latency_p50_ms",
            ours.path("latency_p50_ms").asDouble(),
            "event to priority topic, target < 200")
        .figure(name + "_latency_p99_ms", ours.path("latency_p99_ms").asDouble(), "target < 500")
        .figure(
            name + "_latency_operations", ours.path("latency_operations").asDouble(), "measured")
        .figure(
            name + "_latency_unanswered",
            ours.path("latency_unanswered").asDouble(),
            "events without an operation 15 s after the load")
        .figure(
            name + "_latency_cold_p50_ms",
            ours.path("latency_cold_p50_ms").asDouble(),
            "in the 40 s before, while the compiler ran")
        .figure(name + "_latency_cold_p99_ms", ours.path("latency_cold_p99_ms").asDouble(), "")
        .figure(name + "_commit_ms", ours.path("commit_ms").asDouble(), "a commit, meanwhile")
        .figure(
            name + "_commit_share",
            ours.path("commit_share").asDouble(),
            "of the stream threads' time, spent in commits")
        .figure(
            name + "_process_share", ours.path("process_share").asDouble(), "spent in processing")
        .figure(
            name + "_disk_mib_per_million_replicas",
            ours.path("disk_mib_per_million_replicas").asDouble(),
            "state folder, after the reports")
        .figure(
            name + "_bare_peak_mib", bare.path("peak_mib").asDouble(), "peak resident memory, MiB")
        .figure(
            name + "_ours_peak_mib", ours.path("peak_mib").asDouble(), "peak resident memory, MiB");
  }

  private JsonNode run(PhaseProcess phases, String phase, String guarantee)
      throws IOException, InterruptedException {
    return phases.run(phase, guarantee, items, HOLDERS, latencySeconds, eventsASecond);
  }
}
