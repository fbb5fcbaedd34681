package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.replay.VerdictReport;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.kafka.ManifestCheck;
import io.ringrift.dataplane.streams.replay.kafka.Verdict;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane replay}: the manifest is what the history says, or what is wrong with it. */
@Command(
    name = "replay",
    header = "Fold the history again and hold the live manifest against it.",
    description = {
      "Reads events, inventory and transfer-results from the beginning with all cores, folds them"
          + " with the code of the live application, emits nothing, and compares with the live"
          + " manifest while the application goes on.",
      "Exit code 0: equal; 1: different, the items are shown with what made them; 2: it could not"
          + " be done."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane replay --verify",
      "  ./dataplane replay --verify --output json"
    })
final class ReplayCommand extends PastCommand {
  @Option(names = "--verify", required = true, description = "Compare and report.")
  private boolean verify;

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
    Verdict verdict = verdict();
    Output output = output();
    VerdictReport report = new VerdictReport(verdict);
    if (output.isJson()) {
      output.json(report.json());
    } else {
      report.print(output, limit);
    }
    return verdict.equal() ? Failure.OK : Failure.NOT_SO;
  }

  private Verdict verdict() {
    return read(
        (log, progress) ->
            new ManifestCheck(
                    log,
                    new ManifestCheck.Options(
                        applicationId,
                        scratch(),
                        threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                        Duration.ofSeconds(patience)),
                    progress)
                .verify());
  }
}
