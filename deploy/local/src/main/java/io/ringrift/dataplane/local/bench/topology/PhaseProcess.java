package io.ringrift.dataplane.local.bench.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.embedded.BrokerProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs phases of a bench, each in a JVM of its own, against one broker. */
record PhaseProcess(BrokerProcess broker, Path folder) {

  /** Enough for a phase with all reports on the slowest machine this is for. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Figures of the phase, as {@link TopologyBenchPhase} prints them. */
  JsonNode run(String phase, String guarantee, int items, int holders, int seconds, int rate)
      throws IOException, InterruptedException {
    List<String> words =
        JavaCommand.of(TopologyBenchPhase.class)
            .withJvmOptions(List.of("-Xms512m", "-Xmx1g"))
            .withArguments(
                Stream.of(
                        phase,
                        guarantee,
                        broker.bootstrapServers(),
                        broker.registryUrl(),
                        folder.resolve("state-" + phase + "-" + guarantee),
                        items,
                        holders,
                        seconds,
                        rate)
                    .map(Object::toString)
                    .toList())
            .words();
    Process process =
        new ProcessBuilder(words).redirectError(folder.resolve(phase + ".err").toFile()).start();
    Thread limit = new Thread(() -> endAfterLimit(process));
    limit.setDaemon(true);
    limit.start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(lines::add);
    }
    if (process.waitFor() != 0) {
      throw new IOException(
          "phase %s (%s) ended with %d: %s"
              .formatted(
                  phase,
                  guarantee,
                  process.exitValue(),
                  String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()))));
    }
    String result =
        lines.stream()
            .filter(line -> line.startsWith(TopologyBenchPhase.RESULT))
            .findFirst()
            .orElse(TopologyBenchPhase.RESULT + "{}");
    return new ObjectMapper().readTree(result.substring(TopologyBenchPhase.RESULT.length()));
  }

  private static void endAfterLimit(Process process) {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
