package io.ringrift.dataplane.local.bench;

import io.ringrift.dataplane.local.bench.decisions.DecisionsBench;
import io.ringrift.dataplane.local.bench.fetch.FanoutBench;
import io.ringrift.dataplane.local.bench.fetch.FetchBench;
import io.ringrift.dataplane.local.bench.priority.PriorityBench;
import io.ringrift.dataplane.local.bench.replay.ReplayBench;
import io.ringrift.dataplane.local.bench.seed.SeedMetricsBench;
import io.ringrift.dataplane.local.bench.topology.HostOfflineBench;
import io.ringrift.dataplane.local.bench.topology.TopologyBench;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.List;

/** The registry of benches: a new one is a {@link Bench} and a line here. */
public final class Benches {

  private Benches() {}

  public static List<Bench> commands(Surroundings surroundings) {
    return List.of(
        new TopologyBench(surroundings),
        new HostOfflineBench(surroundings),
        new SeedMetricsBench(surroundings),
        new DecisionsBench(surroundings),
        new FetchBench(surroundings),
        new FanoutBench(surroundings),
        new ReplayBench(surroundings),
        new PriorityBench(surroundings));
  }
}
