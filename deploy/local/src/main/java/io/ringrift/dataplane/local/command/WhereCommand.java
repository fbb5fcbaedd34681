package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.query.QueryClient;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dataplane where}: the replicas of an item. */
@Command(
    name = "where",
    header = "Show where an item is.",
    description = "Its manifest row: every replica with its state. Exit code 1 if there is none.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane where npz/hex8_2p/hex8_2p-0001.npz",
      "  ./dataplane where npz/hex8_2p/hex8_2p-0001.npz --output json"
    })
final class WhereCommand extends ClientCommand {
  @Parameters(paramLabel = "ITEM", description = "Item id: its path below a node's data folder.")
  private String item;

  WhereCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    JsonNode row = query().get("/v1/items/" + QueryClient.segment(item), Map.of());
    Output output = output();
    if (output.isJson()) {
      output.json(row);
    } else {
      output.line(Tables.headline(row));
      output.line("");
      output.table(new Tables(surroundings().clock()).replicas(row));
    }
    return Failure.OK;
  }
}
