package io.ringrift.dataplane.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.local.stack.StackPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The streams-app is killed with -9 while requests come in and files move, and started again at
 * once: it goes on soon, every request is completed, and nothing is carried out twice.
 */
class StreamsAppKilledUnderLoadIT {
  private static final int CONFIGS = 12;
  private static final int FILES_PER_CONFIG = 3;
  private static final List<String> ASKERS = List.of("gpu-1", "gpu-2", "gpu-3");
  private static final int REQUESTS = CONFIGS * ASKERS.size();
  private static final int REQUESTS_BEFORE_KILL = REQUESTS / 3;
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final double RESUMED_SECONDS = 15;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path folder;

  @Test
  void goesOnAndLosesNothingAndDoesNothingTwice() throws IOException {
    try (RunningStack system = RunningStack.start(StackPlan.in(folder))) {
      makeFiles(system);
      int asked = 0;
      while (asked < REQUESTS_BEFORE_KILL) {
        ask(system, asked++);
      }
      system.await("work is under way", PATIENCE, () -> anyDone(system));

      system.stack().kill("streams-app");
      Instant killedAt = Instant.now();
      // What comes while it is down must not be lost either.
      for (int whileDown = 0; whileDown < REQUESTS_BEFORE_KILL; whileDown++) {
        ask(system, asked++);
      }
      Instant startedAt = Instant.now();
      system.stack().restart("streams-app");
      system.await("new operations", PATIENCE, () -> newest(system).isAfter(startedAt));
      double resumedSeconds = RunningStack.secondsSince(startedAt);
      while (asked < REQUESTS) {
        ask(system, asked++);
      }
      system.await(
          "all requests are completed", PATIENCE, () -> system.completedRequests() >= REQUESTS);
      system.await("all operations have ended", PATIENCE, () -> system.observation().isQuiet());

      Evidence evidence = system.evidence();
      Claim once = new Proof(evidence).nothingTwice();
      System.out.printf(
          "streams-app killed with -9 under load (down for %.1f s): first new operation %.1f s after"
              + " its start; %d requests, %d operations, none lost, none twice%n",
          Duration.between(killedAt, startedAt).toMillis() / 1000.0,
          resumedSeconds,
          REQUESTS,
          evidence.operations().size());
      assertThat(once.held()).as(once.line()).isTrue();
      assertThat(evidence.operations()).hasSize(REQUESTS * FILES_PER_CONFIG);
      assertResumedInTime(resumedSeconds);
    }
  }

  /**
   * The limit is for a machine that has a core to spare. Where builds and other tests run beside
   * this one, the JVM's own start takes longer than that; the time is then only printed.
   */
  private static void assertResumedInTime(double seconds) {
    double load =
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
            / Runtime.getRuntime().availableProcessors();
    if (load > 2) {
      System.out.printf("load is %.1f a processor: the limit of 15 s is not judged%n", load);
      return;
    }
    assertThat(seconds).isLessThanOrEqualTo(RESUMED_SECONDS);
  }

  /** All at the external drive, so that every request has to move all of its files. */
  private static void makeFiles(RunningStack system) throws IOException {
    List<DemoFile> files = new ArrayList<>();
    for (int config = 0; config < CONFIGS; config++) {
      for (int number = 0; number < FILES_PER_CONFIG; number++) {
        String key = "load" + config + "_2p";
        files.add(
            new DemoFile(
                "owc",
                "npz/%s/%s-%04d.npz".formatted(key, key, number),
                key,
                64 << 10,
                0.9,
                false));
      }
    }
    for (DemoFile file : files) {
      system.export(file);
    }
    files.forEach(system::awaitEligible);
  }

  private static void ask(RunningStack system, int number) {
    system.events().dataNeeded("load" + number % CONFIGS + "_2p", ASKERS.get(number / CONFIGS), 1);
    Instant until = Instant.now().plus(PAUSE);
    system.await("a moment", PATIENCE, () -> Instant.now().isAfter(until));
  }

  private static boolean anyDone(RunningStack system) {
    return system.observation().operations().stream().anyMatch(o -> o.getEndedAt() != null);
  }

  private static Instant newest(RunningStack system) {
    return system.observation().operations().stream()
        .map(OperationStatus::getCreatedAt)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
