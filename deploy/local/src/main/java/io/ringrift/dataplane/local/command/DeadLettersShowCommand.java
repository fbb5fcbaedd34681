package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.deadletter.Letter;
import io.ringrift.dataplane.local.deadletter.LetterContent;
import io.ringrift.dataplane.local.deadletter.LetterLog;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
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
        LetterLog log = LetterLog.open(settings, topics.deadLetters().name())) {
      Letter letter = log.find(List.of(id(id))).get(0);
      LetterContent content = LetterContent.of(letter, topics);
      if (output().isJson()) {
        output().json(json(letter, content));
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
    table.row("from", letter.origin()).row("key", key(letter));
    table.row("redriven", letter.redriven().map(Letter.Redriven::toString).orElse("not yet"));
    headers(letter).forEach((name, value) -> table.row("header " + name, value));
    table.row(
        "content", content.form() + (content.remark() == null ? "" : "; " + content.remark()));
    output.table(table);
    output.line("");
    output.line(content.text());
  }

  private static ObjectNode json(Letter letter, LetterContent content) {
    ObjectNode json = json(letter);
    json.put("key", key(letter));
    ObjectNode headers = json.putObject("headers");
    headers(letter).forEach(headers::put);
    json.put("form", content.form()).put("remark", content.remark());
    if (content.value() == null) {
      json.put("value", content.text());
    } else {
      json.set("value", content.value());
    }
    return json;
  }

  private static String key(Letter letter) {
    byte[] key = letter.record().key();
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(Letter letter) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : letter.record().headers()) {
      headers.put(header.key(), letter.header(header.key()));
    }
    return headers;
  }
}
