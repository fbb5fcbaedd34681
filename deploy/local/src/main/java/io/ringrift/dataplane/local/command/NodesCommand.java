package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code dataplane nodes}: who is online. */
@Command(
    name = "nodes",
    header = "List the nodes: online or not and why, what they take, disk, transfers.",
    synopsisSubcommandLabel = "[check FILE]",
    footer = {
      "",
      "Examples:",
      "  ./dataplane nodes",
      "  ./dataplane nodes --output json",
      "  ./dataplane nodes check deploy/nodes/ringrift.yaml"
    })
final class NodesCommand extends ListCommand {

  NodesCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String path() {
    return "/v1/nodes";
  }

  @Override
  Map<String, Object> parameters() {
    return Map.of();
  }

  @Override
  String field() {
    return "nodes";
  }

  @Override
  Table table(Iterable<JsonNode> rows) {
    return new Tables(surroundings().clock()).nodes(rows);
  }

  @Override
  Optional<String> remark(JsonNode answer) {
    return Optional.of(answer.path("verdict").path("suspended").asText(""))
        .filter(why -> !why.isEmpty() && !why.equals("null"))
        .map(why -> "nobody is judged offline at the moment: " + why);
  }
}
