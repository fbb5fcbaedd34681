package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.local.chaos.SmallDisk;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The target's disk fills up in the middle of a transfer, after room for it was reserved: the
 * kernel refuses the bytes. The operation ends with that reason, nothing of it stays, and the same
 * order succeeds once there is room. With the chaos suite, which has two minutes for it.
 */
@Tag("chaos")
class FullDiskIT {
  private static final String TARGET = "gpu-1";
  private static final DemoFile FILE =
      DemoFile.sound("gpu-2", "npz/hex8_2p/hex8_2p-0001.npz", "hex8_2p", 64, 0.9);
  private static final List<NodePlan> NODES =
      List.of(
          new NodePlan(TARGET, "HOST", "lambda", "r1", List.of("training")),
          new NodePlan("gpu-2", "HOST", "lambda", "r2", List.of("selfplay")));

  /** 64 MiB take about 13 s: time to fill the disk in the middle. */
  private static final String BYTES_PER_SECOND = Integer.toString(5 << 20);

  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir private static Path folder;

  @Test
  void endsWithTheReasonLeavesNothingAndSucceedsOnceThereIsRoom() throws IOException {
    StackPlan plan =
        StackPlan.in(folder)
            .withNodes(NODES)
            .withSetting("agent.pull.bytes.per.second", BYTES_PER_SECOND)
            .withSetting("worker.lease.interval.ms", "300");
    Optional<SmallDisk> mounted = SmallDisk.mount(plan.dataOf(TARGET));
    assumeTrue(mounted.isPresent(), "a file system can be mounted by root on Linux only");
    try (SmallDisk disk = mounted.get();
        RunningStack system = RunningStack.start(plan)) {
      String sha256 = system.export(FILE);
      system.awaitEligible(FILE);
      system.events().trainingStarted(FILE.configKey(), TARGET);

      system.awaitMiddleOfTransfer(TARGET, LIMIT);
      disk.fill();
      system.await("the operation ends", LIMIT, () -> failed(system).isPresent());

      assertThat(failed(system).orElseThrow().getAttempts())
          .extracting(attempt -> attempt.getOutcome())
          .contains("disk_full");
      Path item = plan.dataOf(TARGET).resolve(FILE.itemId());
      assertThat(item).doesNotExist();
      system.await("what had come is removed", LIMIT, () -> partials(plan) == 0);

      disk.makeRoom();
      // Until its heartbeats have told of the room, the target is refused as full.
      Awaitility.await("the same order succeeds")
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(5))
          .until(
              () -> {
                system.events().trainingStarted(FILE.configKey(), TARGET);
                system.observation().readToEnd();
                return system.isDone(FILE.itemId(), TARGET);
              });
      assertThat(FileOnDisk.sha256(item)).isEqualTo(sha256);
      assertThat(partials(plan)).isZero();
    }
  }

  private static Optional<OperationStatus> failed(RunningStack system) {
    return system.observation().operations().stream()
        .filter(operation -> operation.getTargetNode().equals(TARGET))
        .filter(operation -> operation.getState() == OperationState.FAILED)
        .findFirst();
  }

  /** Files that fetches write to. */
  private static long partials(StackPlan plan) {
    Path folder = plan.dataOf(TARGET).resolve(".dataplane").resolve("partial");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
