package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.kafka.EntryJson;
import io.ringrift.dataplane.streams.replay.kafka.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dataplane history}: what shaped an item. */
@Command(
    name = "history",
    header = "Show every event, report and result that shaped an item.",
    description = {
      "In the order in which the brokers took them, each with topic, partition and offset. Of"
          + " inventory and transfer-results only the item's partition is read.",
      "Exit code 1 if nothing ever spoke of it."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane history npz/hex8_2p/hex8_2p-0001.npz",
      "  ./dataplane history npz/hex8_2p/hex8_2p-0001.npz --from 2026-11-20T10:00Z --output json"
    })
final class HistoryCommand extends ClientCommand {
  @Parameters(paramLabel = "ITEM", description = "Item id: its path below a node's data folder.")
  private String item;

  @Option(names = "--from", paramLabel = "TIME", description = "Only what was taken later.")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Only what was taken until then.")
  private String to;

  @Mixin private WideOption wide;

  HistoryCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Optional<Instant> since = time("--from", from);
    Optional<Instant> until = time("--to", to);
    Instant began = surroundings().clock().instant();
    List<HistoryEntry> entries =
        new HistoryAccess(this).past(past -> past.history(item, since, until));
    if (entries.isEmpty()) {
      throw Failure.notSo("the history says nothing of '" + item + "'");
    }
    Output output = output();
    if (output.isJson()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      entries.forEach(entry -> array.add(EntryJson.of(entry)));
      output.json(array);
    } else {
      Table table = Table.of("TIME", "TOPIC", "~>PARTITION", "~>OFFSET", "WHAT IT SAYS");
      entries.forEach(e -> table.row(e.at(), e.topic(), e.partition(), e.offset(), e.words()));
      output.table(table, wide.columns(surroundings().screen()));
      output.line("");
      output.line(
          Units.count(entries.size(), "record")
              + ", read in "
              + Units.since(began, surroundings().clock()));
    }
    return Failure.OK;
  }

  private static Optional<Instant> time(String option, String text) {
    return Optional.ofNullable(text).map(given -> HistoryAccess.time(option, given));
  }
}
