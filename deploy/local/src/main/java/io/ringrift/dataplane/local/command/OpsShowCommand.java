package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.query.QueryClient;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dataplane ops show}: one operation with its attempts. */
@Command(
    name = "show",
    header = "Show one operation with its attempts and reasons.",
    footer = {"", "Example:", "  ./dataplane ops show 7f3a..."})
final class OpsShowCommand extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "Operation id, as ./dataplane ops lists it.")
  private String id;

  OpsShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    JsonNode operation = find();
    Output output = output();
    if (output.isJson()) {
      output.json(operation);
      return Failure.OK;
    }
    output.table(new Tables(surroundings().clock()).operation(operation));
    Table attempts = Tables.attempts(operation);
    output.line("");
    if (attempts.isEmpty()) {
      output.line("no attempts yet");
    } else {
      output.table(attempts);
    }
    return Failure.OK;
  }

  private JsonNode find() {
    try {
      return query().get("/v1/operations/" + QueryClient.segment(id), Map.of());
    } catch (Failure e) {
      throw e.exitCode() == Failure.NOT_SO ? e.next(OpsCommand.LISTS) : e;
    }
  }
}
