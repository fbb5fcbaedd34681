package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table that a run prints. */
final class ChaosReport {
  private static final int SHOWN = 20;

  private final ChaosPlan plan;
  private final Instant began = Instant.now();
  private final Table rounds =
      Table.of(">ROUND", ">TOOK", ">SETTLED AFTER", "PROCESSES AND DISKS", ">VIOLATIONS");
  private final List<String> violations = new ArrayList<>();
  private final Map<Mischief.Kind, Integer> faults = new EnumMap<>(Mischief.Kind.class);
  private final Map<String, Integer> killed = new TreeMap<>();

  ChaosReport(ChaosPlan plan) {
    this.plan = plan;
  }

  /** Says what can't be done on this system, and why. */
  void limits(ChaosCluster cluster) {
    if (cluster.smallDisk().isEmpty()) {
      System.out.println("no FULL_DISK: a file system can be mounted by root on Linux only");
    }
    if (cluster.skewedClock().isEmpty()) {
      System.out.println("no WRONG_CLOCK: Debian's package libfaketime is not installed");
    }
  }

  /**
   * @param settled from the last fault to the last end of an operation
   */
  void round(
      int round, Instant roundBegan, Duration settled, Mischief mischief, List<String> wrong) {
    rounds.row(
        round,
        Units.duration(Duration.between(roundBegan, Instant.now())),
        Units.duration(settled),
        words(mischief.done()),
        wrong.size());
    violations.addAll(wrong);
    mischief.done().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
    mischief.killed().forEach((victim, count) -> killed.merge(victim, count, Integer::sum));
  }

  /** Processes killed with -9. */
  int kills() {
    return killed.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Of all that could be carried out. What a full disk refused, as it must, is ordered again when
   * there is room, as another operation.
   */
  double doneShare(Watch watch) {
    List<OperationStatus> possible =
        watch.operations().stream()
            .filter(operation -> !RoundCheck.refusedByDisk(operation))
            .toList();
    long done = possible.stream().filter(o -> o.getState() == OperationState.DONE).count();
    return possible.isEmpty() ? 0 : (double) done / possible.size();
  }

  void print(ChaosCluster cluster, Watch watch) {
    List<OperationStatus> operations = watch.operations();
    Map<OperationState, Long> states = count(operations, OperationStatus::getState);
    List<TransferAttempt> attempts =
        operations.stream().flatMap(operation -> operation.getAttempts().stream()).toList();
    long moved =
        operations.stream()
            .filter(operation -> operation.getState() == OperationState.DONE)
            .mapToLong(OperationStatus::getSizeBytes)
            .sum();
    Table table = Table.of("CHAOS", "seed " + plan.seed());
    table.row("took", Units.duration(Duration.between(began, Instant.now())));
    table.row("kill -9", kills() + ": " + words(killed));
    table.row("processes, disks", words(faults));
    for (Lines.Kind kind : Lines.Kind.values()) {
      table.row("lines " + kind.name().toLowerCase(Locale.ROOT), words(cluster.lines(), kind));
    }
    table.row("operations", operations.size() + ": " + words(states));
    table.row(
        "refused by the full disk", operations.stream().filter(RoundCheck::refusedByDisk).count());
    table.row("DONE of the others", "%.3f %%".formatted(100 * doneShare(watch)));
    table.row("bytes moved", Units.bytes(moved));
    table.row("sizes of items", sizes(operations));
    table.row(
        "attempts",
        attempts.size()
            + ": "
            + words(
                count(attempts, attempt -> attempt.getTransport() + " " + attempt.getOutcome())));
    table.row("violations", violations.size());
    System.out.println();
    System.out.println(rounds);
    System.out.println();
    System.out.println(table);
    printExamples(attempts);
    operations.stream()
        .filter(operation -> operation.getState() != OperationState.DONE)
        .filter(operation -> !RoundCheck.refusedByDisk(operation))
        .limit(SHOWN)
        .forEach(ChaosReport::print);
    violations.stream().limit(SHOWN).forEach(wrong -> System.out.println("VIOLATION " + wrong));
    if (!violations.isEmpty()) {
      System.out.println("files and logs stay in " + plan.folder());
    }
  }

  /** Of each kind of failure one, in the words that people are told. */
  private static void printExamples(List<TransferAttempt> attempts) {
    Map<String, TransferAttempt> examples = new TreeMap<>();
    for (TransferAttempt attempt : attempts) {
      if (attempt.getMessage() != null) {
        examples.putIfAbsent(attempt.getTransport() + " " + attempt.getOutcome(), attempt);
      }
    }
    examples.forEach(
        (kind, attempt) ->
            System.out.printf(
                "%s, source %s: %s%n", kind, attempt.getSourceNode(), attempt.getMessage()));
  }

  private static String sizes(List<OperationStatus> operations) {
    List<Long> sizes = operations.stream().map(OperationStatus::getSizeBytes).sorted().toList();
    if (sizes.isEmpty()) {
      return "none";
    }
    return "half below %s, 90 %% below %s, largest %s"
        .formatted(
            Units.bytes(sizes.get(sizes.size() / 2)),
            Units.bytes(sizes.get(sizes.size() * 9 / 10)),
            Units.bytes(sizes.get(sizes.size() - 1)));
  }

  private static void print(OperationStatus operation) {
    System.out.printf(
        "%s %s to %s: %s; attempts %s%n",
        operation.getState(),
        operation.getItemId(),
        operation.getTargetNode(),
        operation.getReason(),
        operation.getAttempts().stream()
            .map(attempt -> attempt.getSourceNode() + " " + attempt.getOutcome())
            .toList());
  }

  private static <T, K extends Comparable<K>> Map<K, Long> count(
      List<T> things, Function<T, K> kind) {
    return things.stream()
        .collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.counting()));
  }

  private static String words(Lines lines, Lines.Kind kind) {
    Map<LinkFault, Long> faults = new EnumMap<>(LinkFault.class);
    for (LinkFault fault : LinkFault.values()) {
      faults.put(fault, lines.happened(kind, fault));
    }
    long connections = lines.connections(kind);
    long bad = faults.values().stream().mapToLong(Long::longValue).sum();
    return "%d faults in %d connections, %.1f %%: %s"
        .formatted(bad, connections, 100.0 * bad / Math.max(1, connections), words(faults));
  }

  private static String words(Map<?, ? extends Number> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue().longValue() > 0)
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
