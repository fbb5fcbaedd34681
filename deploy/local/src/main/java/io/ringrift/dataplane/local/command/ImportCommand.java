package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.local.inventory.Inventory;
import io.ringrift.dataplane.local.kafka.BulkPublisher;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dataplane import}: an inventory from elsewhere into the manifest. */
@Command(
    name = "import",
    header =
        "Publish an inventory of replicas from a file of JSON lines; checks only, unless told.",
    description = {
      "Each line names a node, an item, its SHA-256 and size; docs/how-to/import.md has the fields"
          + " and a converter. Imported replicas are claims: whatever the node's own agent reports,"
          + " before or after, wins, and no data is chosen before an agent has read it.",
      "With any fault nothing is published; all faults are listed with their lines (exit code 2)."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane import locations.jsonl",
      "  ./dataplane import locations.jsonl --publish"
    })
final class ImportCommand extends ClientCommand {
  @Parameters(paramLabel = "FILE", description = "JSON lines.")
  private Path file;

  @Option(names = "--publish", description = "Publish it; without this it is only checked.")
  private boolean publish;

  ImportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Instant now = surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    Inventory inventory = new Inventory(file, now);
    doing("reading " + file);
    try {
      Inventory.Summary summary = inventory.check();
      long published =
          publish && summary.faults().isEmpty() && summary.replicas() > 0 ? publish(inventory) : 0;
      print(summary, published);
      return summary.faults().isEmpty() ? Failure.OK : Failure.USAGE;
    } catch (IOException e) {
      throw Failure.unreadable("FILE", file, e);
    }
  }

  private long publish(Inventory inventory) throws IOException {
    try (BulkPublisher<ReplicaReport> publisher =
        BulkPublisher.open(settings(), "dataplane-import", Topics::inventory)) {
      inventory.forEach(report -> publisher.publish(report.getItemId(), report));
      return publisher.finish();
    }
  }

  private void print(Inventory.Summary summary, long published) {
    Output output = output();
    if (output.isJson()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("replicas", summary.replicas()).put("items", summary.items());
      json.put("nodes", summary.nodes()).put("bytes", summary.bytes());
      json.put("published", published);
      summary.faults().forEach(json.putArray("faults")::add);
      output.json(json);
      return;
    }
    summary.faults().forEach(output::line);
    output.line(
        "%s of %s at %s, %s"
            .formatted(
                Units.count(summary.replicas(), "replica"),
                Units.count(summary.items(), "item"),
                Units.count(summary.nodes(), "node"),
                Units.bytes(summary.bytes())));
    if (!summary.faults().isEmpty()) {
      output.line(Units.count(summary.faults().size(), "fault") + "; nothing was published");
    } else if (publish) {
      output.line(
          Units.count(published, "report")
              + (published == 1 ? " is" : " are")
              + " published; ./dataplane ls shows the items");
    } else {
      output.line("no faults; nothing was published, --publish does it");
    }
  }
}
