package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.KnownNodes;
import io.ringrift.dataplane.local.query.NeedTable;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane needs}: who waits for data. */
@Command(
    name = "needs",
    header = "List needs: who waits for which data, since when and why.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane needs",
      "  ./dataplane needs --config hex8_4p --state OPEN"
    })
final class NeedsCommand extends ListCommand {
  @Option(names = "--config", paramLabel = "KEY", description = "Only of this config.")
  private String config;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only OPEN, MET, EXPIRED, SUPERSEDED or CANCELLED.")
  private String state;

  NeedsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String path() {
    return "/v1/needs";
  }

  @Override
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("config", config);
    parameters.put("state", state);
    return parameters;
  }

  @Override
  String field() {
    return "needs";
  }

  @Override
  Table table(Iterable<JsonNode> rows) {
    return NeedTable.of(rows, surroundings().clock(), KnownNodes.ask(query()));
  }
}
