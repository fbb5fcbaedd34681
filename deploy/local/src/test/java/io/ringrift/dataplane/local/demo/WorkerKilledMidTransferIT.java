package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.local.stack.NodePlan;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worker of a throttled transfer is killed with -9 between 30 and 70 % of the way. The target's
 * agent goes on with the fetch; the operation ends by its report, or by another worker that takes
 * it under a higher epoch when the lease has run out, whichever comes first.
 */
class WorkerKilledMidTransferIT {
  private static final DemoFile FILE =
      DemoFile.sound("gpu-2", "npz/hex8_2p/hex8_2p-0001.npz", "hex8_2p", 64, 0.9);
  private static final String TARGET = "gpu-1";

  /** No drive: a backup would be sent from the same source and blur the count of bytes. */
  private static final List<NodePlan> NODES =
      List.of(
          new NodePlan("gpu-1", "HOST", "lambda", "r1", List.of("training")),
          new NodePlan("gpu-2", "HOST", "lambda", "r2", List.of("selfplay")));

  /** 64 MiB take about 13 s: time to see the middle of it, however slow the machine. */
  private static final long BYTES_PER_SECOND = 5 << 20;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Less than a chunk of the file. */
  private static final long MORE_THAN_THE_FILE = 1 << 20;

  @TempDir private static Path folder;

  @Test
  void endsTheOperationWithTheRightFileWithinAMinute() throws IOException {
    StackPlan plan =
        StackPlan.in(folder)
            .withNodes(NODES)
            .withSetting("agent.pull.bytes.per.second", Long.toString(BYTES_PER_SECOND))
            .withSetting("worker.lease.interval.ms", "300");
    try (RunningStack system = RunningStack.start(plan)) {
      String sha256 = system.export(FILE);
      system.awaitEligible(FILE);
      SentBytes sent = SentBytes.by(system.stack().pids().get("agent-" + FILE.node()));
      String request = system.events().trainingStarted("hex8_2p", TARGET);

      TransferLease killed = killInTheMiddle(system);
      Instant killedAt = Instant.now();
      system.await("operation DONE", LIMIT, () -> system.isDone(FILE.itemId(), TARGET));
      double tookSeconds = RunningStack.secondsSince(killedAt);
      System.out.printf(
          "%s killed with -9 at %.0f %%: DONE %.1f s later; %s%n",
          killed.getWorkerId(),
          100 * RunningStack.share(killed),
          tookSeconds,
          sent.again(killed.getBytesTotal()));

      // What ran on was adopted: logs, reports and heads of answers, but no part of the file again.
      sent.beyond(killed.getBytesTotal())
          .ifPresent(more -> assertThat(more).isLessThan(MORE_THAN_THE_FILE));

      Proof proof = new Proof(system.evidence());
      assertThat(
              proof.delivered(
                  new Expectation(
                      "TRAINING_STARTED",
                      request,
                      FILE.itemId(),
                      sha256,
                      TARGET,
                      OperationType.PRELOAD,
                      Priority.CRITICAL)))
          .allSatisfy(claim -> assertThat(claim.held()).as(claim.line()).isTrue());
      assertThat(proof.nothingTwice()).satisfies(c -> assertThat(c.held()).as(c.line()).isTrue());
      assertThat(system.stack().isAlive(killed.getWorkerId())).isFalse();
    }
  }

  private TransferLease killInTheMiddle(RunningStack system) {
    TransferLease last = system.awaitMiddleOfTransfer(TARGET, LIMIT);
    assertThat(RunningStack.share(last)).isBetween(0.3, 0.7);
    system.stack().kill(last.getWorkerId());
    return last;
  }
}
