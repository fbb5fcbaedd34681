package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringrift.dataplane.local.doctor.Doctor;
import io.ringrift.dataplane.local.doctor.Finding;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code dataplane doctor}: what is not well. */
@Command(
    name = "doctor",
    header = "Look at everything that a working system needs; say what is not well and what to do.",
    description = "Exit code 1 when something does not work.",
    footer = {"", "Examples:", "  ./dataplane doctor", "  ./dataplane doctor --output json"})
final class DoctorCommand extends ClientCommand {

  DoctorCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    List<Finding> findings = new Doctor(surroundings(), settings()).examine();
    if (output().isJson()) {
      json(findings);
    } else {
      table(findings);
    }
    boolean works = findings.stream().noneMatch(f -> f.verdict() == Finding.Verdict.BAD);
    return works ? Failure.OK : Failure.NOT_SO;
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
