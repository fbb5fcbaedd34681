package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane ops}: operations. */
@Command(
    name = "ops",
    header = "List operations: what is to be moved, where to, how urgently, how far it is.",
    synopsisSubcommandLabel = "[show ID]",
    footer = {
      "",
      "Examples:",
      "  ./dataplane ops",
      "  ./dataplane ops --state RUNNING --priority CRITICAL",
      "  ./dataplane ops show 7f3a..."
    })
final class OpsCommand extends ListCommand {
  /** What to do about an id that nobody knows. */
  static final String LISTS = "./dataplane ops lists them";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Only WAITING, QUEUED, RUNNING, BACKOFF, DONE, FAILED, CANCELLED or SUPERSEDED.")
  private String state;

  @Option(
      names = "--priority",
      paramLabel = "PRIORITY",
      description = "Only CRITICAL, HIGH, NORMAL, LOW or COLD_STORAGE.")
  private String priority;

  @Option(names = "--item", paramLabel = "ITEM", description = "Only of this item.")
  private String item;

  @Option(names = "--target", paramLabel = "NODE", description = "Only to this node.")
  private String target;

  @Option(names = "--limit", paramLabel = "N", description = "At most N.")
  private Integer limit;

  OpsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String path() {
    return "/v1/operations";
  }

  @Override
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("state", state);
    parameters.put("priority", priority);
    parameters.put("item", item);
    parameters.put("target", target);
    parameters.put("limit", limit);
    return parameters;
  }

  @Override
  String field() {
    return "operations";
  }

  @Override
  Table table(Iterable<JsonNode> rows) {
    return new Tables(surroundings().clock()).operations(rows);
  }
}
