package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringrift.dataplane.local.settings.ClientSettings;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of a trainer, by the Python of this machine, gets data that another host exported.
 * The trainer's host and one of the exporters are behind NAT: nobody can call their agents.
 */
class TrainerExampleIT {
  private static final Path EXAMPLE = Path.of("..", "examples", "trainer.py").toAbsolutePath();
  private static final DemoFile FILE =
      DemoFile.sound("gpu-2", "npz/hex8_2p/hex8_2p-0001.npz", "hex8_2p", 4, 0.9);
  private static final DemoFile BEHIND_NAT =
      DemoFile.sound("gpu-3", "npz/square19_2p/square19_2p-0001.npz", "square19_2p", 4, 0.9);
  private static final List<NodePlan> NODES =
      List.of(
          new NodePlan("gpu-1", "HOST", "lambda", "r1", List.of("training"))
              .withSetting("agent.endpoint", "none"),
          new NodePlan("gpu-2", "HOST", "lambda", "r2", List.of("selfplay", "training")),
          new NodePlan("gpu-3", "HOST", "vast", "r3", List.of("selfplay"))
              .withSetting("agent.endpoint", "none"));

  @TempDir private static Path folder;

  private static RunningStack system;

  @BeforeAll
  static void start() {
    system = RunningStack.start(StackPlan.in(folder).withNodes(NODES));
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void trainsOnDataThatItAskedForByAnEvent() throws Exception {
    Optional<Path> python = python();
    assumeThat(python).as("python3 is not installed").isPresent();
    String sha256 = system.export(FILE);
    system.awaitEligible(FILE);

    Run run = run(python.get(), "hex8_2p");

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output())
        .contains("training on " + system.stack().plan().dataOf("gpu-1").resolve(FILE.itemId()))
        .contains(sha256)
        .contains("features (" + FILE.samples() + ", ");

    Run without = run(python.get(), "square8_2p");

    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(without.output()).contains("no data for square8_2p: no_data_here");
  }

  @Test
  void aNodeThatNobodyCanCallBringsItsExportToWhereItIsWanted() throws Exception {
    String sha256 = system.export(BEHIND_NAT);
    system.awaitEligible(BEHIND_NAT);

    system.events().trainingStarted("square19_2p", "gpu-2");
    system.await(
        "the export at gpu-2",
        Duration.ofSeconds(60),
        () -> system.isDone(BEHIND_NAT.itemId(), "gpu-2"));

    Path file = system.stack().plan().dataOf("gpu-2").resolve(BEHIND_NAT.itemId());
    assertThat(FileOnDisk.sha256(file)).isEqualTo(sha256);
  }

  private record Run(int exitCode, String output) {}

  private static Run run(Path python, String config) throws IOException, InterruptedException {
    String wait = config.equals("hex8_2p") ? "60" : "1";
    Path output = Files.createTempFile(folder, "trainer", ".out");
    Process trainer =
        new ProcessBuilder(
                python.toString(),
                EXAMPLE.toString(),
                "--config",
                config,
                "--node",
                "gpu-1",
                "--agent",
                "http://127.0.0.1:" + agentPort(),
                "--events",
                system.stack().addresses().settings().get(ClientSettings.QUERY_URL),
                "--wait",
                wait)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = trainer.waitFor(90, TimeUnit.SECONDS);
    trainer.destroyForcibly();
    assertThat(ended).as("the trainer ends").isTrue();
    return new Run(trainer.exitValue(), Files.readString(output));
  }

  private static String agentPort() throws IOException {
    Properties ports = new Properties();
    try (InputStream in =
        Files.newInputStream(system.stack().plan().run().resolve("ports.properties"))) {
      ports.load(in);
    }
    return ports.getProperty("agent-gpu-1");
  }

  static Optional<Path> python() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folderOnPath -> Path.of(folderOnPath, "python3"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
