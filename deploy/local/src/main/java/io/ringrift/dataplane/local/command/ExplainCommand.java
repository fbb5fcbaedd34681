package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.KnownNodes;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dataplane explain}: why something is as it is. */
@Command(
    name = "explain",
    header =
        "Explain why an operation stands where it stands, or why an item is or isn't at a node.",
    customSynopsis = {
      "dataplane explain [options] OPERATION",
      "   or: dataplane explain [options] ITEM NODE"
    },
    description = "Each line is a link of the chain from the event to the state.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane explain npz/hex8_2p/hex8_2p-0001.npz gpu-1",
      "  ./dataplane explain 7f3a..."
    })
final class ExplainCommand extends ClientCommand {
  @Parameters(
      arity = "1..2",
      paramLabel = "OPERATION | ITEM NODE",
      hideParamSyntax = true,
      description = "An operation id; or an item id and a node id.")
  private List<String> subject;

  ExplainCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (subject.size() > 2) {
      throw Failure.usage(
          "explain got " + subject.size() + " words, allowed: OPERATION, or ITEM NODE");
    }
    Map<String, String> question =
        subject.size() == 1
            ? Map.of("operation", subject.get(0))
            : Map.of("item", subject.get(0), "node", subject.get(1));
    JsonNode answer = answer(question);
    if (subject.size() == 2 && saysNothing(answer)) {
      throw KnownNodes.unknown(subject.get(1));
    }
    Output output = output();
    if (output.isJson()) {
      output.json(answer);
      return Failure.OK;
    }
    output.line(answer.path("item_id").asText() + " at " + answer.path("node_id").asText());
    output.line("");
    Table table = Table.of("LINK", "WHAT");
    answer
        .path("chain")
        .forEach(link -> table.row(link.path("kind").asText(), link.path("text").asText()));
    output.table(table);
    return Failure.OK;
  }

  /**
   * Whether the node isn't known, never had the item and nothing is wanted there. What is ordered
   * for a node before its agent comes is worth telling.
   */
  private static boolean saysNothing(JsonNode answer) {
    boolean unknown = false;
    for (JsonNode link : answer.path("chain")) {
      String kind = link.path("kind").asText();
      boolean recorded = link.hasNonNull("record");
      if (kind.equals("need") || kind.equals("state") || (kind.equals("replica") && recorded)) {
        return false;
      }
      unknown |= kind.equals("target") && !recorded;
    }
    return unknown;
  }

  private JsonNode answer(Map<String, String> question) {
    try {
      return query().get("/v1/explain", question);
    } catch (Failure e) {
      boolean noSuchOperation = e.exitCode() == Failure.NOT_SO && subject.size() == 1;
      throw noSuchOperation ? e.next(OpsCommand.LISTS) : e;
    }
  }
}
