package io.ringrift.dataplane.local.bench.seed;

import io.ringrift.dataplane.local.bench.Bench;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.simulation.SeedMetrics;
import io.ringrift.dataplane.streams.simulation.SeedMetrics.Figures;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane bench seed-metrics}: this plane beside the daemons that it replaces. */
@Command(
    name = "seed-metrics",
    header = "The five figures of the seed's table: simulated, the old policy beside this plane.",
    description = {
      "Hours of a cluster like the seed's in simulated time: the real processors of all stages, and"
          + " the daemons that they replace as the seed describes them, on the same events, links"
          + " and faults. The assumptions are printed. Nothing here is measured on a network.",
      "Targets: one view, at most 30 s old; failed transfers under 1 %%; first training data within"
          + " 2 min; orphans known within 5 min; 80 %% in the bucket."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench seed-metrics",
      "  ./dataplane bench seed-metrics --hours 24 --seed 7"
    })
public final class SeedMetricsBench extends Bench {

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "6",
      description = "Simulated hours (default: 6).")
  private int hours;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What is drawn (default: 1).")
  private long seed;

  public SeedMetricsBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (!output().isJson()) {
      output().line("SIMULATED, %d h from seed %d. Assumed:".formatted(hours, seed));
      SeedMetrics.assumptions().forEach(line -> output().line("  " + line));
    }
    SeedMetrics.Comparison found = SeedMetrics.run(seed, Duration.ofHours(hours));
    BenchReport report =
        new BenchReport("seed-metrics")
            .figure("simulated_hours", hours, "nothing here is measured on a network")
            .figure("seed", seed, "");
    add(report, "old", "daemons", found.daemons());
    add(report, "plane", "this plane", found.plane());
    print(report);
    return Failure.OK;
  }

  private static void add(BenchReport report, String name, String who, Figures figures) {
    report
        .figure(
            name + "_view_lag_p99_s",
            figures.viewLagP99(),
            who + ": a change on a disk until the view shows it, target <= 30")
        .figure(name + "_transfers", figures.transfers(), "that ended")
        .figure(name + "_failed_transfers_ratio", figures.failedShare(), "of these, target < 0.01")
        .figure(name + "_trainings", figures.trainings(), "begun on an empty host")
        .figure(name + "_unserved", figures.unserved(), "of these, at the end")
        .figure(
            name + "_first_data_p50_s", figures.firstDataP50(), "to the first data, target < 120")
        .figure(name + "_first_data_p95_s", figures.firstDataP95(), "target < 120")
        .figure(name + "_orphans", figures.orphans(), "items whose last reachable copy went")
        .figure(name + "_orphans_detected", figures.orphansDetected(), "of these")
        .figure(name + "_orphan_slowest_s", figures.orphanSlowest(), "until detected, target < 300")
        .figure(
            name + "_backed_up_ratio",
            figures.backedUp(),
            "of what is over 30 min old, in the bucket, target >= 0.8");
  }
}
