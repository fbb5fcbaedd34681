package io.ringrift.dataplane.streams.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/events.md} is made from the table and from what the normaliser makes of the
 * examples; {@code ./mvnw -pl streams-app test -Dtest=EventsPageTest -Ddocs.write=true} writes it
 * anew.
 */
class EventsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "events.md");
  private static final String MARK = "not to be edited. -->\n";

  @Test
  void pageSaysWhatTheTableSays() throws IOException {
    String page = Files.readString(PAGE);
    int end = page.indexOf(MARK) + MARK.length();
    String made = page.substring(0, end) + envelope() + kinds() + events();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, made);
    }

    assertThat(PAGE).as("write it anew with -Ddocs.write=true").hasContent(made);
  }

  private static String envelope() {
    return "\n## What every event has\n\n" + fields(EventTable.ENVELOPE);
  }

  private static String kinds() {
    StringBuilder text =
        new StringBuilder("\n## How values are read\n\n| Kind | Accepted |\n|---|---|\n");
    for (FieldKind kind : FieldKind.values()) {
      text.append("| ").append(word(kind)).append(" | ").append(kind.allowed()).append(" |\n");
    }
    return text.toString();
  }

  private static String events() {
    StringBuilder text = new StringBuilder();
    for (EventShape shape : EventTable.shapes()) {
      text.append("\n## ").append(shape.name()).append("\n\nAlso named ");
      text.append(code(shape.aliases())).append(".\n\n").append(fields(shape.fields()));
      for (String example : Loose.EXAMPLES.get(shape.name())) {
        text.append('\n').append(example(example));
      }
    }
    return text.toString();
  }

  private static String fields(List<Field> fields) {
    StringBuilder text =
        new StringBuilder("| Field | Kind | Also named | Without it |\n|---|---|---|---|\n");
    for (Field field : fields) {
      List<String> others = field.names().subList(1, field.names().size());
      text.append("| `").append(field.name()).append("` | ").append(word(field.kind()));
      text.append(" | ").append(others.isEmpty() ? "" : code(others));
      text.append(field.firstWins() && !others.isEmpty() ? "; the first counts" : "");
      text.append(" | ").append(without(field)).append(" |\n");
    }
    return text.toString();
  }

  private static String without(Field field) {
    if (!field.required()) {
      return field.otherwise() == null ? "not known" : field.otherwise();
    }
    return (field.otherwise() == null ? "" : field.otherwise() + "; else ") + "**refused**";
  }

  private static String example(String example) {
    Normalised normalised = Loose.normalise(example);
    StringBuilder text =
        new StringBuilder("```json\n").append(example.replace('\'', '"')).append("\n```\n\n");
    if (normalised.accepted()) {
      ObjectNode payload = (ObjectNode) Loose.render(normalised.event()).get("payload");
      payload.properties().removeIf(field -> field.getValue().isNull());
      text.append("becomes\n\n```json\n").append(spaced(payload)).append("\n```\n");
    } else {
      text.append("is refused, `").append(normalised.code()).append("`: ");
      text.append(normalised.cause()).append(".\n");
    }
    if (!normalised.notes().isEmpty()) {
      text.append("\nNoted: ").append(String.join("; ", normalised.notes())).append(".\n");
    }
    if (!normalised.ignored().isEmpty()) {
      text.append("\nNot used: ").append(code(normalised.ignored())).append(".\n");
    }
    return text.toString();
  }

  /** One line that reads as a person would write it. */
  private static String spaced(JsonNode json) {
    return json.toString().replace("\":", "\": ").replace(",\"", ", \"");
  }

  private static String word(FieldKind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String code(List<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }
}
