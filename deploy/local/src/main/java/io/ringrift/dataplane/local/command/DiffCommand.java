package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.Change;
import io.ringrift.dataplane.streams.replay.kafka.ChangesJson;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane diff}: what changed in the manifest between two moments. */
@Command(
    name = "diff",
    header = "Show what changed in the manifest between two moments, and by what.",
    description =
        "Reads the history as it was taken after --from and until --to: which items and replicas"
            + " came, went or changed, each with the records that did it.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane diff --from 2026-11-20T10:00Z --to 2026-11-20T11:00Z",
      "  ./dataplane diff --from 2026-11-20T10:00Z --output json"
    })
final class DiffCommand extends ClientCommand {
  @Option(names = "--from", required = true, paramLabel = "TIME", description = "From then on.")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Until then (default: now).")
  private String to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most N items (default: 100).")
  private int limit;

  DiffCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Instant began = surroundings().clock().instant();
    Instant since = HistoryAccess.time("--from", from);
    Instant until = to == null ? began : HistoryAccess.time("--to", to);
    if (until.isBefore(since)) {
      throw Failure.usage("--to is " + to + ", allowed: not before --from, which is " + from);
    }
    TimeTravel.Changes found = new HistoryAccess(this).past(past -> past.diff(since, until, limit));
    Output output = output();
    if (output.isJson()) {
      output.json(ChangesJson.of(found));
      return Failure.OK;
    }
    found.changes().forEach(change -> print(output, change, found));
    output.line(
        "%d items changed%s, read in %s"
            .formatted(
                found.changes().size(),
                found.truncated() ? " and there are more (--limit)" : "",
                Units.since(began, surroundings().clock())));
    return Failure.OK;
  }

  private static void print(Output output, Change change, TimeTravel.Changes found) {
    output.line(change.itemId() + (change.before() == null ? "  (new)" : ""));
    for (Change.Step step : change.steps()) {
      output.line(
          "  %s: %s -> %s"
              .formatted(
                  step.subject(),
                  step.before() == null ? "-" : step.before(),
                  step.after() == null ? "-" : step.after()));
    }
    found.events().stream()
        .filter(entry -> entry.itemId().equals(change.itemId()))
        .forEach(e -> output.line("    " + e.at() + "  " + e.position() + "  " + e.words()));
    output.line("");
  }
}
