package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;

/** A command that asks the query API for a list and shows it as a table. */
abstract class ListCommand extends ClientCommand {

  @Mixin private WideOption wide;

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /** Path of the API. */
  abstract String path();

  /** Query parameters; those without a value are left out. */
  abstract Map<String, Object> parameters();

  /** Field of the answer that holds the list; also what they are called when there are none. */
  abstract String field();

  abstract Table table(Iterable<JsonNode> rows);

  /** The list within what is said of it. */
  JsonNode answer(Map<String, String> given) {
    return query().get(path(), given);
  }

  /** What the answer says besides the list. */
  Optional<String> remark(JsonNode answer) {
    return Optional.empty();
  }

  @Override
  public Integer call() {
    Map<String, String> given = new TreeMap<>();
    parameters()
        .forEach(
            (name, value) -> {
              if (value != null) {
                given.put(name, value.toString());
              }
            });
    JsonNode answer = answer(given);
    JsonNode rows = answer.path(field());
    Output output = output();
    if (output.isJson()) {
      output.json(rows);
    } else if (rows.isEmpty()) {
      output.line("no " + field() + filters(given));
    } else {
      output.table(table(rows), wide.columns(surroundings().screen()));
      if (answer.path("truncated").asBoolean()) {
        output.line("more are there: narrow the question, or ask for more with --limit");
      }
    }
    if (!output.isJson()) {
      remark(answer).ifPresent(output::line);
    }
    return Failure.OK;
  }

  private static String filters(Map<String, String> given) {
    return given.isEmpty()
        ? ""
        : given.entrySet().stream()
            .map(filter -> filter.getKey() + " " + filter.getValue())
            .collect(Collectors.joining(", ", " with ", ""));
  }
}
