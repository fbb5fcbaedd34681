package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.query.QueryClient;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
      "  ./dataplane where npz/hex8_2p/hex8_2p-0001.npz --output json",
      "  ./dataplane where npz/hex8_2p/hex8_2p-0001.npz --at 2026-11-20T10:00Z"
    })
final class WhereCommand extends ClientCommand {
  @Parameters(paramLabel = "ITEM", description = "Item id: its path below a node's data folder.")
  private String item;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "As it was known then, read from the history.")
  private String at;

  @Mixin private WideOption wide;

  WhereCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Instant began = surroundings().clock().instant();
    JsonNode row =
        at == null
            ? query().get("/v1/items/" + QueryClient.segment(item), Map.of())
            : rowAt(HistoryAccess.time("--at", at));
    Output output = output();
    if (output.isJson()) {
      output.json(row);
    } else {
      output.line(Tables.headline(row));
      output.line("");
      output.table(
          new Tables(surroundings().clock()).replicas(row), wide.columns(surroundings().screen()));
      if (at != null) {
        output.line("");
        output.line(
            "as known at " + at + "; read in " + Units.since(began, surroundings().clock()));
      }
    }
    return Failure.OK;
  }

  private JsonNode rowAt(Instant time) {
    return new HistoryAccess(this)
        .past(past -> past.item(item, time))
        .map(AvroJson::object)
        .orElseThrow(() -> Failure.notSo("no item '" + item + "' was known at " + at));
  }
}
