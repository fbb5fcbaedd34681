package io.ringrift.dataplane.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.local.kafka.EventPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Processes are killed, frozen and given wrong clocks, lines are cut and flip bits, a disk fills
 * up, all under load and by dice. After each round nothing that was acknowledged is lost, no wrong
 * byte is visible, and the manifest is what lies on the disks and what the history says.
 */
@Tag("chaos")
class ChaosIT {
  private static final double DONE_SHARE = 0.999;

  private final ChaosPlan plan = ChaosPlan.given();
  private final DurabilityLedger ledger = new DurabilityLedger();
  private final ExecutorService services = Executors.newSingleThreadExecutor();

  @Test
  void losesNothingShowsNoWrongByteAndEndsEveryOperation() throws Exception {
    System.out.println("to repeat: " + plan.command());
    ChaosReport report = new ChaosReport(plan);
    try (ChaosCluster cluster = ChaosCluster.start(plan);
        Watch watch = new Watch(cluster.stack().settings(), ledger);
        EventPublisher publisher = EventPublisher.open(cluster.stack().settings())) {
      report.limits(cluster);
      List<String> wrong = List.of();
      for (int round = 1; round <= plan.rounds() && wrong.isEmpty(); round++) {
        wrong = round(round, cluster, watch, publisher, report);
        // After each round: a run that is broken off has told what it found.
        report.print(cluster, watch);
      }
      assertThat(wrong).as("violations; repeat with " + plan.command()).isEmpty();
      assertThat(report.doneShare(watch)).as("share DONE").isGreaterThanOrEqualTo(DONE_SHARE);
      assertThat(report.kills()).as("kills").isGreaterThanOrEqualTo(plan.kills());
      assertThat(watch.operations().size())
          .as("operations")
          .isGreaterThanOrEqualTo(plan.operations());
    } finally {
      services.shutdownNow();
    }
    removeFolder();
  }

  /** Nothing was wrong, so nobody has to look. */
  private void removeFolder() throws IOException {
    List<Path> inside;
    try (Stream<Path> found = Files.walk(plan.folder())) {
      inside = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }

  private List<String> round(
      int round, ChaosCluster cluster, Watch watch, EventPublisher publisher, ChaosReport report)
      throws Exception {
    Instant began = Instant.now();
    Mischief mischief = new Mischief(cluster, plan.dice(round, "faults"));
    Load load = new Load(round, plan, cluster.stack(), ledger, publisher);
    Future<?> loading =
        services.submit(
            () -> {
              load.run(ChaosPlan.LOAD);
              return null;
            });
    mischief.run(plan.killsPerRound());
    loading.get();
    Instant healed = Instant.now();

    RoundCheck check = new RoundCheck(ledger, watch);
    List<String> wrong = awaitNone(check::unsettled, ChaosPlan.SETTLED);
    Duration settled = Duration.between(healed, Instant.now());
    // All that there is in the end, else what the round wrote: hashing is most of a check's time.
    boolean last = round == plan.rounds();
    Predicate<String> wanted = item -> last || isOfRound(item, round);
    if (wrong.isEmpty()) {
      wrong = checked(check, cluster, wanted);
    } else {
      mischief.haveAllTellWhatTheyDo();
    }
    report.round(round, began, settled, mischief, wrong);
    return wrong;
  }

  private static List<String> checked(
      RoundCheck check, ChaosCluster cluster, Predicate<String> wanted) throws Exception {
    Disks disks = Disks.read(cluster.stack().plan(), cluster.bucket(), wanted);
    List<String> wrong = new ArrayList<>(check.violations(disks, wanted));
    wrong.addAll(awaitNone(() -> check.differences(disks, wanted), ChaosPlan.SEEN));
    Optional<String> replayed = ReplayVerify.of(cluster.stack());
    replayed.ifPresent(wrong::add);
    return wrong;
  }

  private boolean isOfRound(String item, int round) {
    DurabilityLedger.Written file = ledger.written().get(item);
    return file == null || file.round() == round;
  }

  /** Looks until nothing is found; what is still found in the end. */
  private static List<String> awaitNone(Look look, Duration patience)
      throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    List<String> found = look.now();
    while (!found.isEmpty() && Instant.now().isBefore(deadline)) {
      TimeUnit.MILLISECONDS.sleep(250);
      found = look.now();
    }
    return found;
  }

  /** What is not yet as it should be. */
  @FunctionalInterface
  private interface Look {
    List<String> now() throws IOException;
  }
}
