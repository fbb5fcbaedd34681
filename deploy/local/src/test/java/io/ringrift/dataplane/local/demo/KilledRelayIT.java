package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hosts that nobody can call relay an export through a bucket, and everybody who takes part is
 * killed with -9 in the middle of it: the source while it uploads, the target and the worker while
 * the target fetches.
 */
class KilledRelayIT {
  private static final String TARGET = "gpu-1";
  private static final String SOURCE = "gpu-2";
  private static final DemoFile FILE =
      DemoFile.sound(SOURCE, "npz/hex8_2p/hex8_2p-0001.npz", "hex8_2p", 64, 0.9);

  /** 64 MiB take about 13 s each way: time to kill in the middle. */
  private static final String BYTES_PER_SECOND = Integer.toString(5 << 20);

  private static final String RELAY = ".dataplane/relay/";
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** The sweep asks a minute after the last write at the earliest, and at most ten later. */
  private static final Duration SWEPT = Duration.ofMinutes(5);

  private static final List<NodePlan> NODES =
      List.of(
          new NodePlan(TARGET, "HOST", "lambda", "r1", List.of("training"))
              .withSetting("agent.endpoint", "none"),
          new NodePlan(SOURCE, "HOST", "vast", "r2", List.of("selfplay"))
              .withSetting("agent.endpoint", "none"));

  @TempDir private static Path folder;

  @Test
  void whoeverIsKilledTheItemArrivesOnceAndNothingStaysInTheBucket() throws Exception {
    try (InMemoryBucket bucket = new InMemoryBucket();
        RunningStack system = RunningStack.start(plan(bucket))) {
      String sha256 = system.export(FILE);
      system.awaitEligible(FILE);
      system.events().trainingStarted(FILE.configKey(), TARGET);

      Path uploads = own(system, SOURCE).resolve("uploads");
      system.await("a part is in the bucket", LIMIT, () -> lines(uploads, sha256) > 3);
      system.stack().kill("agent-" + SOURCE);
      assertThat(bucket.keys(RELAY + sha256)).as("nothing in part is visible").isEmpty();
      system.stack().restart("agent-" + SOURCE);

      Path partial = own(system, TARGET).resolve("partial").resolve(sha256 + ".part");
      system.await("some of it is at the target", LIMIT, () -> size(partial) > 16 << 20);
      system.stack().kill("agent-" + TARGET);
      assertThat(item(system)).doesNotExist();
      system.stack().restart("agent-" + TARGET);

      long before = size(partial);
      system.await("more of it is at the target", LIMIT, () -> size(partial) > before);
      String worker =
          system.stack().names().stream().filter(n -> n.startsWith("worker")).findFirst().get();
      system.stack().kill(worker);
      system.stack().restart(worker);

      system.await("the data", LIMIT, () -> system.isDone(FILE.itemId(), TARGET));
      assertThat(FileOnDisk.sha256(item(system))).isEqualTo(sha256);
      system.await("nothing is left", SWEPT, () -> bucket.keys(RELAY).isEmpty());
      assertThat(operations(system)).isNotEmpty().allSatisfy(KilledRelayIT::wentByTheBucket);
    }
  }

  private static StackPlan plan(InMemoryBucket bucket) {
    StackPlan plan =
        StackPlan.in(folder)
            .withNodes(NODES)
            .withSetting("agent.out.bytes.per.second", BYTES_PER_SECOND)
            .withSetting("agent.pull.bytes.per.second", BYTES_PER_SECOND)
            .withSetting("items.replicas.min.npz", "0")
            .withSetting("items.replicas.target.npz", "0");
    for (Map.Entry<String, String> setting : bucket.settings().entrySet()) {
      plan = plan.withSetting(setting.getKey(), setting.getValue());
    }
    return plan;
  }

  private static Path own(RunningStack system, String node) {
    return system.stack().plan().dataOf(node).resolve(".dataplane");
  }

  private static Path item(RunningStack system) {
    return system.stack().plan().dataOf(TARGET).resolve(FILE.itemId());
  }

  /** It says so itself, unless what its worker knew of the end died with the worker. */
  private static void wentByTheBucket(OperationStatus operation) {
    assertThat(operation.getReason()).isIn("transferred", "already_there");
    List<String> transports =
        operation.getAttempts().stream().map(TransferAttempt::getTransport).toList();
    assertThat(transports).doesNotContain("p2p_http");
    if (operation.getReason().equals("transferred")) {
      assertThat(transports).contains("s3");
    }
  }

  private static List<OperationStatus> operations(RunningStack system) {
    return system.observation().operations().stream()
        .filter(operation -> operation.getTargetNode().equals(TARGET))
        .toList();
  }

  /** Of the note of the upload of this content. */
  private static long lines(Path uploads, String sha256) {
    if (!Files.exists(uploads)) {
      return 0;
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(uploads, sha256 + ".*")) {
      long lines = 0;
      for (Path note : notes) {
        lines += Files.readAllLines(note).size();
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
