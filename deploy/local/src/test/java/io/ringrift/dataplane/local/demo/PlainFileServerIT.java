package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.local.inventory.Inventory;
import io.ringrift.dataplane.local.kafka.BulkPublisher;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A drive behind Python's file server, which is no agent and gives no ranges: what the inventory
 * says of it is chosen for a training, fetched and verified by the trainer's own agent.
 */
class PlainFileServerIT {
  private static final Path EXAMPLE = Path.of("..", "examples", "inventory.py").toAbsolutePath();
  private static final Pattern PORT = Pattern.compile("port (\\d+)");
  private static final DemoFile FILE =
      DemoFile.sound("owc", "npz/hex8_2p/hex8_2p-0001.npz", "hex8_2p", 20, 0.9);
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private static Path folder;

  @Test
  void aTrainingGetsWhatOnlyADriveBehindAPlainFileServerHas() throws Exception {
    Optional<Path> python = TrainerExampleIT.python();
    assumeThat(python).as("python3 is not installed").isPresent();
    Path drive = Files.createDirectories(folder.resolve("drive"));
    FILE.writeTo(drive);
    Process server =
        new ProcessBuilder(
                python.get().toString(),
                "-u",
                "-m",
                "http.server",
                "0",
                "--bind",
                "127.0.0.1",
                "--directory",
                drive.toString())
            .redirectErrorStream(true)
            .start();
    try (RunningStack system = RunningStack.start(plan(port(server)))) {
      publish(system, inventory(python.get(), drive));
      system.await(
          "the import",
          LIMIT,
          () ->
              system.observation().row(FILE.itemId()).filter(row -> row.getEligible()).isPresent());

      system.events().trainingStarted("hex8_2p", "gpu-1");
      system.await("the data", LIMIT, () -> system.isDone(FILE.itemId(), "gpu-1"));

      OperationStatus preload =
          system.observation().operations().stream()
              .filter(operation -> operation.getTargetNode().equals("gpu-1"))
              .findFirst()
              .orElseThrow();
      assertThat(preload.getAttempts())
          .singleElement()
          .satisfies(
              attempt -> {
                assertThat(attempt.getTransport()).isEqualTo("p2p_http");
                assertThat(attempt.getSourceNode()).isEqualTo("owc");
                assertThat(attempt.getOutcome()).isEqualTo("OK");
              });
      assertThat(system.stack().plan().dataOf("gpu-1").resolve(FILE.itemId()))
          .hasSameBinaryContentAs(drive.resolve(FILE.itemId()));
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static StackPlan plan(int port) throws IOException {
    Path nodes = folder.resolve("nodes.yaml");
    Files.writeString(
        nodes,
        """
        nodes:
          - {id: gpu-1, roles: [training]}
          - {id: owc, kind: DRIVE, provider: home, roles: [storage], base_url: "http://127.0.0.1:%d"}
        """
            .formatted(port));
    return StackPlan.in(folder.resolve("system"))
        .withNodes(List.of(new NodePlan("gpu-1", "HOST", "lambda", "r1", List.of("training"))))
        .withSetting("nodes.file", nodes.toString());
  }

  /** Told in the first line. */
  private static int port(Process server) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    Matcher port = PORT.matcher(String.valueOf(lines.readLine()));
    assertThat(port.find()).isTrue();
    Thread reader = new Thread(() -> lines.lines().forEach(line -> {}), "file-server");
    reader.setDaemon(true);
    reader.start();
    return Integer.parseInt(port.group(1));
  }

  private static Path inventory(Path python, Path drive) throws Exception {
    Path lines = folder.resolve("owc.jsonl");
    Process example =
        new ProcessBuilder(
                python.toString(),
                EXAMPLE.toString(),
                "--node",
                "owc",
                "--quality",
                "0.9",
                drive.toString())
            .redirectOutput(lines.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(example.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(example.exitValue()).isZero();
    return lines;
  }

  private static void publish(RunningStack system, Path lines) throws IOException {
    Inventory inventory = new Inventory(lines, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    assertThat(inventory.check().faults()).isEmpty();
    try (BulkPublisher<ReplicaReport> publisher =
        BulkPublisher.open(system.stack().settings(), "import", Topics::inventory)) {
      inventory.forEach(report -> publisher.publish(report.getItemId(), report));
      assertThat(publisher.finish()).isEqualTo(1);
    }
  }
}
