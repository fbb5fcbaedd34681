package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.deadletter.LetterAccess;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.deadletter.Letter;
import io.ringrift.dataplane.streams.deadletter.LetterContent;
import io.ringrift.dataplane.streams.deadletter.LetterJson;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dataplane dead-letters show}: one letter with what is in it. */
@Command(
    name = "show",
    header =
        "Show one dead letter: why it is there and, as far as it can be decoded, what it says.",
    footer = {"", "Example:", "  ./dataplane dead-letters show 1@42"})
final class DeadLettersShowCommand extends LetterCommand {
  @Parameters(paramLabel = "ID", description = "As ./dataplane dead-letters ls lists it.")
  private String id;

  DeadLettersShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    try (Topics topics = topics(settings);
        LetterLog log = LetterAccess.open(settings, topics.deadLetters().name())) {
      Letter letter = LetterAccess.find(log, List.of(id(id))).get(0);
      LetterContent content = LetterContent.of(letter, topics);
      if (output().isJson()) {
        output().json(LetterJson.of(letter, content));
      } else {
        print(letter, content);
      }
    }
    return Failure.OK;
  }

  private void print(Letter letter, LetterContent content) {
    Output output = output();
    Table table = Table.of("FIELD", "VALUE");
    table.row("id", letter.id()).row("put aside", AvroJson.time(letter.at()));
    table.row("by", letter.stage()).row("error", letter.error()).row("cause", letter.cause());
    table.row("from", letter.origin()).row("key", letter.key());
    table.row("redriven", letter.redriven().map(Letter.Redriven::toString).orElse("not yet"));
    letter.headers().forEach((name, value) -> table.row("header " + name, value));
    table.row(
        "content", content.form() + (content.remark() == null ? "" : "; " + content.remark()));
    output.table(table);
    output.line("");
    output.line(content.text());
  }
}
