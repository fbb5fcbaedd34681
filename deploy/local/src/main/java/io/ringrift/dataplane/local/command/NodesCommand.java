package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.Lacks;
import io.ringrift.dataplane.local.query.LinkTable;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane nodes}: who is online, and how transfers between them went. */
@Command(
    name = "nodes",
    header = "List the nodes: online or not and why, what they take, disk, transfers.",
    description = {
      "TRANSFERS is the agent's own word: what it moves now, and most that it fetches. GIVES and"
          + " GETS are the ledger's: how much of a node's limits its operations take up at once, from"
          + " their emission to the end of their transfer. What is more waits; CRITICAL goes beyond."
    },
    synopsisSubcommandLabel = "[check FILE]",
    footer = {
      "",
      "Examples:",
      "  ./dataplane nodes",
      "  ./dataplane nodes --output json",
      "  ./dataplane nodes --links",
      "  ./dataplane nodes check deploy/nodes/ringrift.yaml"
    })
final class NodesCommand extends ListCommand {

  @Option(
      names = "--links",
      description = {
        "How fast and how reliable the ways between nodes were, by transport; an attempt of yesterday"
            + " counts half of one of today."
      })
  private boolean links;

  NodesCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String path() {
    return links ? "/v1/links" : "/v1/nodes";
  }

  @Override
  Map<String, Object> parameters() {
    return Map.of();
  }

  @Override
  String field() {
    return links ? "links" : "nodes";
  }

  @Override
  Table table(Iterable<JsonNode> rows) {
    return links
        ? LinkTable.of(rows, surroundings().clock())
        : new Tables(surroundings().clock()).nodes(rows);
  }

  @Override
  Optional<String> remark(JsonNode answer) {
    List<String> remarks = new ArrayList<>();
    if (!links && answer.path("partitions_held").asInt() < answer.path("partitions").asInt()) {
      remarks.add(
          "GIVES and GETS count what %s of %s partitions move; the other instances have the rest"
              .formatted(
                  answer.path("partitions_held").asText(), answer.path("partitions").asText()));
    }
    Lacks.of(answer.path("nodes")).forEach(lack -> remarks.add(lack.toString()));
    String suspended = answer.path("verdict").path("suspended").asText("");
    if (!suspended.isEmpty() && !suspended.equals("null")) {
      remarks.add("nobody is judged offline at the moment: " + suspended);
    }
    return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", remarks));
  }
}
