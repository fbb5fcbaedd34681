package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.admin.HangingTransaction;
import io.ringrift.dataplane.local.doctor.Doctor;
import io.ringrift.dataplane.local.doctor.Finding;
import io.ringrift.dataplane.local.doctor.Installation;
import io.ringrift.dataplane.local.doctor.Transactions;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane doctor}: what is not well. */
@Command(
    name = "doctor",
    header = "Look at everything that a working system needs; say what is not well and what to do.",
    description = "Exit code 1 when something does not work.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane doctor",
      "  ./dataplane doctor --output json",
      "  ./dataplane doctor --install",
      "  ./dataplane doctor --install --yes",
      "  ./dataplane doctor --repair"
    })
final class DoctorCommand extends ClientCommand {

  @Option(
      names = "--install",
      description = {
        "Say which programs the transports lack on this machine, and Debian's commands that install"
            + " them. Exit code 1 when some are missing."
      })
  private boolean install;

  @Option(names = "--yes", description = "With --install: run the commands; as root only.")
  private boolean yes;

  @Option(
      names = "--repair",
      description = {
        "First end, as aborted, transactions that hang: open in a partition of the data plane or of"
            + " Kafka's committed offsets though their coordinator has ended them. In the offsets"
            + " that only has input read again; in other partitions what such a transaction wrote"
            + " there is never read. With ACLs it takes ClusterAction."
      })
  private boolean repair;

  DoctorCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (install && repair) {
      throw Failure.usage("--repair and --install don't go together");
    }
    if (install) {
      return installation();
    }
    if (yes) {
      throw Failure.usage("--yes goes with --install, which is not given");
    }
    if (repair) {
      repair();
    }
    List<Finding> findings = new Doctor(surroundings(), settings(), this::doing).examine();
    if (output().isJson()) {
      json(findings);
    } else {
      table(findings);
    }
    boolean works = findings.stream().noneMatch(f -> f.verdict() == Finding.Verdict.BAD);
    return works ? Failure.OK : Failure.NOT_SO;
  }

  private void repair() {
    List<HangingTransaction> ended = new Transactions(settings()).repair();
    if (!output().isJson()) {
      ended.forEach(hanging -> output().line("ended: " + hanging));
    }
  }

  private int installation() {
    Installation found = Installation.here();
    if (yes) {
      found.run();
      found = Installation.here();
    }
    if (output().isJson()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      found.present().forEach(json.putArray("present")::add);
      found.missing().forEach(json.putArray("missing")::add);
      ArrayNode commands = json.putArray("commands");
      found.commands().forEach(words -> commands.add(String.join(" ", words)));
      output().json(json);
    } else {
      found.present().forEach(program -> output().line("present: " + program));
      found.missing().forEach(program -> output().line("missing: " + program));
      found.commands().forEach(words -> output().line("  " + String.join(" ", words)));
    }
    return found.missing().isEmpty() ? Failure.OK : Failure.NOT_SO;
  }

  private void table(List<Finding> findings) {
    Output output = output();
    Table table = Table.of("WHAT", "VERDICT", "FOUND");
    findings.forEach(finding -> table.row(finding.what(), finding.verdict(), finding.detail()));
    output.table(table);
    findings.stream()
        .filter(finding -> !finding.next().isEmpty())
        .forEach(finding -> output.line("  next, " + finding.what() + ": " + finding.next()));
  }

  private void json(List<Finding> findings) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    findings.forEach(
        finding ->
            array
                .addObject()
                .put("what", finding.what())
                .put("verdict", finding.verdict().name())
                .put("found", finding.detail())
                .put("next", finding.next()));
    output().json(array);
  }
}
