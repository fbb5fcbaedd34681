package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.kafka.ApplicationReset;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane reset}: new stores for a streams-app that lost its own. */
@Command(
    name = "reset",
    header = "Give the streams-app, which must be stopped, new stores in place of lost ones.",
    description = {
      "Folds the history as far as the application had committed it, takes operations, needs and"
          + " nodes from their topics, and writes dataplane.manifest and the changelogs of all"
          + " stores anew. The application then goes on from its last commit: nothing is decided or"
          + " ordered twice, open operations and needs go on.",
      "Changes nothing without --apply. docs/how-to/reset.md has the whole drill.",
      "Exit code 0: done; 2: it could not be done."
    },
    footer = {"", "Examples:", "  ./dataplane reset", "  ./dataplane reset --apply"})
final class ResetCommand extends ClientCommand {
  @Option(names = "--apply", description = "Do it; without it only what there is is shown.")
  private boolean apply;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that fold (default: one a core).")
  private Integer threads;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "dataplane-streams",
      description = "The application, its setting streams.application.id.")
  private String applicationId;

  ResetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    HistoryAccess history = new HistoryAccess(this);
    Instant now = surroundings().clock().instant();
    int folding = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    ApplicationReset.Done done =
        history.read(
            (log, progress) -> {
              ApplicationReset.Options options =
                  new ApplicationReset.Options(applicationId, history.scratch(), folding, apply);
              try (ApplicationReset reset = new ApplicationReset(log, options, progress)) {
                return reset.reset(now);
              }
            });
    if (output().isJson()) {
      output().json(json(done));
    } else {
      print(done);
    }
    return Failure.OK;
  }

  private ObjectNode json(ApplicationReset.Done done) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("applied", apply)
        .put("digest", done.digest().hex())
        .put("items", done.digest().items())
        .put("nodes", done.nodes())
        .put("operations", done.operations())
        .put("open_operations", done.openOperations())
        .put("needs", done.needs())
        .put("open_needs", done.openNeeds())
        .put("offsets_lost", done.offsetsLost());
  }

  private void print(ApplicationReset.Done done) {
    Output output = output();
    Table table = Table.of("STORES", ">HOLD", ">OPEN");
    table.row("items", done.digest().items(), null);
    table.row("operations", done.operations(), done.openOperations());
    table.row("needs", done.needs(), done.openNeeds());
    table.row("nodes", done.nodes(), null);
    output.table(table);
    output.line("");
    output.line("digest " + done.digest().hex());
    if (done.offsetsLost()) {
      output.line(
          "how far the application was is lost, too: it goes on at the end of every topic, and what"
              + " it had not answered stays unanswered");
    }
    output.line(
        apply
            ? "done; now delete the state folder of every instance, then start them"
            : "nothing was changed; --apply does it");
  }
}
