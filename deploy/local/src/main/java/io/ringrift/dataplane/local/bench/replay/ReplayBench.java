package io.ringrift.dataplane.local.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.embedded.BrokerProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.local.bench.Bench;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.bench.Scratch;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dataplane bench replay}: a rebuild of the manifest beside consumers that only decode the
 * same records, each in a JVM of its own, against one broker in a further process.
 */
@Command(
    name = "replay",
    header = "Rebuild the manifest from its history, beside consumers that only decode it.",
    description = {
      "Loads inventory reports, node after node, so that every row is cold when it is met again;"
          + " then decodes them, decodes and checks them, and rebuilds all rows, each with all"
          + " cores.",
      "Target: ratio at least 0.3; memory bounded by the store, not by the heap."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane bench replay",
      "  ./dataplane bench replay --items 1000000 --events 5000000"
    })
public final class ReplayBench extends Bench {

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Items (default: 100000).")
  private int items;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "500000",
      description = "Events (default: 500000).")
  private int events;

  public ReplayBench(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Scratch scratch = scratch("bench-replay");
        BrokerProcess broker =
            BrokerProcess.start(
                BrokerProcess.Options.in(scratch.path())
                    .withJvmOptions(List.of("-Xmx512m", "-XX:+UseSerialGC")))) {
      Path folder = scratch.path();
      broker.awaitReady(Duration.ofSeconds(60));
      run(broker, folder, "load");
      JsonNode decode = run(broker, folder, "decode");
      JsonNode intake = run(broker, folder, "intake");
      JsonNode rebuild = run(broker, folder, "rebuild");
      print(report(decode, intake, rebuild));
    }
    return Failure.OK;
  }

  private static BenchReport report(JsonNode decode, JsonNode intake, JsonNode rebuild) {
    double bare = decode.path("records_per_s").asDouble();
    double checked = intake.path("records_per_s").asDouble();
    double all = rebuild.path("records_per_s").asDouble();
    return new BenchReport("replay")
        .figure("events", rebuild.path("records").asDouble(), "events read by each")
        .figure("items", rebuild.path("items").asDouble(), "rows they make")
        .figure("bare_events_per_s", bare, "consumers that only decode: the limit")
        .figure("intake_events_per_s", checked, "and check, and make register rows")
        .figure("replay_events_per_s", all, "and merge all that is said of an item: a rebuild")
        .figure("replay_ratio", all / bare, "rebuild / bare, target >= 0.3")
        .figure("decode_share_ratio", all / bare, "of the rebuild's time: reading and decoding")
        .figure("intake_share_ratio", all / checked - all / bare, "checks and register rows")
        .figure(
            "store_share_ratio",
            1 - all / checked,
            "spilling records by item, merging rows, their digest")
        .figure("bare_peak_mib", decode.path("peak_mib").asDouble(), "peak resident, MiB")
        .figure("replay_peak_mib", rebuild.path("peak_mib").asDouble(), "peak resident, MiB");
  }

  private JsonNode run(BrokerProcess broker, Path folder, String phase)
      throws IOException, InterruptedException {
    say(phase);
    List<String> words =
        JavaCommand.of(ReplayBenchPhase.class)
            .withJvmOptions(List.of("-Xmx256m", "-Ddataplane.log=" + folder))
            .withArguments(
                List.of(
                    phase,
                    broker.bootstrapServers(),
                    broker.registryUrl(),
                    folder.resolve("scratch").toString(),
                    Integer.toString(items),
                    Integer.toString(events)))
            .words();
    Process process =
        new ProcessBuilder(words).redirectError(folder.resolve(phase + ".err").toFile()).start();
    List<String> lines;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines = out.lines().toList();
    }
    if (process.waitFor() != 0) {
      throw new IOException(
          "phase %s ended with %d: %s"
              .formatted(
                  phase,
                  process.exitValue(),
                  Files.readString(folder.resolve(phase + ".err")).lines().findFirst().orElse("")));
    }
    String result =
        lines.stream()
            .filter(line -> line.startsWith(ReplayBenchPhase.RESULT))
            .findFirst()
            .orElse(ReplayBenchPhase.RESULT + "{}");
    return new ObjectMapper().readTree(result.substring(ReplayBenchPhase.RESULT.length()));
  }
}
