package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.HistoryOffset;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.kafka.BaselineTaking;
import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code dataplane baseline}: says every row again, so that old records can go. */
@Command(
    name = "baseline",
    header = "Say every row of the manifest again in the history, so that what is older can go.",
    description = {
      "Folds the history, publishes one restatement an item and then the baseline itself. Replays"
          + " and questions about the past begin with the nearest one. Deletes nothing:"
          + " docs/how-to/retention.md says how, with the offsets that are shown."
    },
    footer = {"", "Example:", "  ./dataplane baseline"})
final class BaselineCommand extends ClientCommand {

  BaselineCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Instant began = surroundings().clock().instant();
    HistoryAccess history = new HistoryAccess(this);
    int threads = Runtime.getRuntime().availableProcessors();
    Baseline taken =
        history.read(
            (log, progress) ->
                new BaselineTaking(log, history.scratch(), threads, progress)
                    .take("baseline-" + began.toEpochMilli(), began));
    Output output = output();
    if (output.isJson()) {
      output.json(AvroJson.object(taken));
      return Failure.OK;
    }
    output.line(
        "%s: %,d items, digest %s, in %s"
            .formatted(
                taken.getBaselineId(),
                taken.getItems(),
                taken.getDigest(),
                Units.since(began, surroundings().clock())));
    output.line("");
    Table table = Table.of("TOPIC", ">PARTITION", ">COVERED BEFORE");
    for (HistoryOffset place : taken.getCovers()) {
      table.row(place.getTopic(), place.getPartition(), place.getOffset());
    }
    output.table(table);
    return Failure.OK;
  }
}
