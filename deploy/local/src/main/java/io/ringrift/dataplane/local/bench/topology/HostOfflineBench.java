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
 * {@code dataplane bench host-offline}: what the loss of a node with many items costs the events of
 * others.
 */
@Command(
    name = "host-offline",
    header = "The latency of other events while a node with many items goes offline.",
    description = {
      "Our topology on a real broker under a steady load; then HOST_OFFLINE of one of two nodes"
          + " that have every item: each row changes, and all are under-replicated.",
      "Target: other events wait at most 100 ms longer."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench host-offline",
      "  ./dataplane bench host-offline --items 20000"
    })
public final class HostOfflineBench extends Bench {

  private static final int HOLDERS = 2;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Items of the node (default: 100000).")
  private int items;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long before and after HOST_OFFLINE, after 50 s of warm-up (default: 20).")
  private int seconds;

  @Option(
      names = "--events-per-second",
      paramLabel = "N",
      defaultValue = "500",
      description = "Other events; a tenth cause operations (default: 500).")
  private int eventsASecond;

  public HostOfflineBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonNode figures;
    try (Scratch scratch = scratch("bench-host-offline");
        BrokerProcess broker =
            BrokerProcess.start(
                BrokerProcess.Options.in(scratch.path())
                    .withJvmOptions(List.of("-Xmx512m", "-XX:+UseSerialGC")))) {
      broker.awaitReady(Duration.ofSeconds(60));
      PhaseProcess phases = new PhaseProcess(broker, scratch.path());
      say("loading %,d reports".formatted(HOLDERS * items));
      run(phases, "load");
      say("load for %d s, HOST_OFFLINE, load for %d s".formatted(seconds, seconds));
      figures = run(phases, "offline");
    }
    print(report(figures));
    return Failure.OK;
  }

  private JsonNode run(PhaseProcess phases, String phase) throws IOException, InterruptedException {
    return phases.run(phase, "exactly_once_v2", items, HOLDERS, seconds, eventsASecond);
  }

  private BenchReport report(JsonNode figures) {
    double before = figures.path("latency_p99_ms").asDouble();
    double after = figures.path("latency_after_p99_ms").asDouble();
    return new BenchReport("host-offline")
        .figure("items", items, "of the node that goes")
        .figure("events_per_s", eventsASecond, "of others, all the time")
        .figure("rows_changed", figures.path("rows_changed").asDouble(), "manifest rows published")
        .figure("before_p50_ms", figures.path("latency_p50_ms").asDouble(), "event to operation")
        .figure("before_p99_ms", before, "")
        .figure("before_max_ms", figures.path("latency_max_ms").asDouble(), "")
        .figure(
            "after_p50_ms",
            figures.path("latency_after_p50_ms").asDouble(),
            "while the node's items are worked off")
        .figure("after_p99_ms", after, "")
        .figure("after_max_ms", figures.path("latency_after_max_ms").asDouble(), "")
        .figure("delay_p99_ms", after - before, "target at most 100")
        .figure(
            "unanswered", figures.path("latency_unanswered").asDouble(), "events without operation")
        .figure("peak_mib", figures.path("peak_mib").asDouble(), "peak resident memory, MiB");
  }
}
