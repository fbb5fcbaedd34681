package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane ls}: items of the manifest. */
@Command(
    name = "ls",
    header = "List items of the manifest.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane ls",
      "  ./dataplane ls --config hex8_2p --type NPZ",
      "  ./dataplane ls --config hex8_2p --output json"
    })
final class LsCommand extends ListCommand {
  @Option(names = "--config", paramLabel = "KEY", description = "Only of this config.")
  private String config;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only GAME, MODEL, NPZ, CHECKPOINT or OTHER.")
  private String type;

  @Option(names = "--limit", paramLabel = "N", description = "At most N.")
  private Integer limit;

  LsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String path() {
    return "/v1/items";
  }

  @Override
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("config", config);
    parameters.put("type", type);
    parameters.put("limit", limit);
    return parameters;
  }

  @Override
  String field() {
    return "items";
  }

  @Override
  Table table(Iterable<JsonNode> rows) {
    return Tables.items(rows);
  }
}
