package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.deadletter.LetterAccess;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.deadletter.Letter;
import io.ringrift.dataplane.streams.deadletter.LetterJson;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dataplane dead-letters ls}: which there are, and why. */
@Command(
    name = "ls",
    header = "List dead letters: when, who put it aside, where it came from, why.",
    description = "Reads dataplane.dead-letters from its beginning; it keeps 30 days.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane dead-letters ls",
      "  ./dataplane dead-letters ls --error missing_field --limit 10"
    })
final class DeadLettersListCommand extends LetterCommand {
  @Mixin private LetterOptions wanted;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The last N (default: 50).")
  private int limit;

  DeadLettersListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw Failure.usage("--limit is " + limit + ", allowed: 1 or more");
    }
    Settings settings = settings();
    List<Letter> letters;
    try (Topics topics = topics(settings);
        LetterLog log = LetterAccess.open(settings, topics.deadLetters().name())) {
      letters = log.last(wanted::wants, limit);
    }
    print(letters);
    return Failure.OK;
  }

  private void print(List<Letter> letters) {
    Output output = output();
    if (output.isJson()) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      letters.forEach(letter -> all.add(LetterJson.of(letter)));
      output.json(all);
    } else if (letters.isEmpty()) {
      output.line("no dead letters" + (wanted.any() ? " of that kind" : ""));
    } else {
      Table table = Table.of("ID", "WHEN", "STAGE", "ERROR", "FROM", "REDRIVEN", "CAUSE");
      for (Letter letter : letters) {
        table.row(
            letter.id(),
            Units.ago(letter.at(), surroundings().clock()),
            letter.stage(),
            letter.error(),
            letter.origin(),
            letter
                .redriven()
                .map(done -> Units.ago(done.at(), surroundings().clock()))
                .orElse(null),
            letter.cause());
      }
      output.table(table);
    }
  }
}
