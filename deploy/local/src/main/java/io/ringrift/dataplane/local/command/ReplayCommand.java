package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.replay.VerdictReport;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.kafka.ManifestCheck;
import io.ringrift.dataplane.streams.replay.kafka.Repair;
import io.ringrift.dataplane.streams.replay.kafka.Verdict;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane replay}: the manifest is what the history says, or what is wrong with it. */
@Command(
    name = "replay",
    header = "Fold the history again and hold the live manifest against it.",
    description = {
      "Reads events, inventory, transfer-results and restatements from the beginning with all cores, folds them"
          + " with the code of the live application, emits nothing, and compares with the live"
          + " manifest while the application goes on.",
      "Exit code 0: equal; 1: different, the items are shown with what made them; 2: it could not"
          + " be done."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane replay --verify",
      "  ./dataplane replay --verify --output json",
      "  ./dataplane replay --repair",
      "  ./dataplane replay --repair --publish"
    })
final class ReplayCommand extends ClientCommand {
  @ArgGroup(multiplicity = "1")
  private What what;

  /** One of both. */
  static final class What {
    @Option(names = "--verify", description = "Compare and report.")
    private boolean verify;

    @Option(
        names = "--repair",
        description =
            "Compare, and show what would make the live manifest what the history says; changes"
                + " nothing without --publish.")
    private boolean repair;
  }

  @Option(
      names = "--publish",
      description =
          "With --repair: publish the corrections into the kept history, which the live application"
              + " applies, and verify again.")
  private boolean publish;

  @Option(
      names = "--from-baseline",
      description = "Begin with the newest baseline instead of the beginning of the history.")
  private boolean fromBaseline;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that fold (default: one a core).")
  private Integer threads;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Differing items that are shown (default: 20); JSON has up to 10,000.")
  private int limit;

  @Option(
      names = "--patience-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long the live application may stand still (default: 60).")
  private int patience;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "dataplane-streams",
      description = "The live application, its setting streams.application.id.")
  private String applicationId;

  ReplayCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (publish && !what.repair) {
      throw Failure.usage("--publish is given without --repair, allowed: both");
    }
    Verdict verdict = verdict();
    if (what.repair && !verdict.equal()) {
      verdict = repair(verdict);
    }
    Output output = output();
    VerdictReport report = new VerdictReport(verdict);
    if (output.isJson()) {
      output.json(report.json());
    } else {
      report.print(output, limit);
    }
    return verdict.equal() ? Failure.OK : Failure.NOT_SO;
  }

  /** The verdict after the repair; the same one when it is only tried. */
  private Verdict repair(Verdict wrong) {
    List<ItemRestatement> corrections = Repair.corrections(wrong, surroundings().clock().instant());
    Output output = output();
    if (!publish) {
      say(output, "would publish %s; --publish does it".formatted(count(corrections)));
      return wrong;
    }
    new HistoryAccess(this)
        .read(
            (log, progress) -> {
              Repair.publish(log, corrections);
              return corrections;
            });
    say(output, "published %s, verifying again".formatted(count(corrections)));
    return verdict();
  }

  private static String count(List<ItemRestatement> corrections) {
    return corrections.size() + (corrections.size() == 1 ? " correction" : " corrections");
  }

  private static void say(Output output, String words) {
    if (!output.isJson()) {
      output.line(words);
    }
  }

  private Verdict verdict() {
    HistoryAccess history = new HistoryAccess(this);
    return history.read(
        (log, progress) ->
            new ManifestCheck(
                    log,
                    new ManifestCheck.Options(
                        applicationId,
                        history.scratch(),
                        threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                        Duration.ofSeconds(patience),
                        fromBaseline),
                    progress)
                .verify());
  }
}
