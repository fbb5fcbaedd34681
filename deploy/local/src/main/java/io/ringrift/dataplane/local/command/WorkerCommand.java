package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.worker.WorkerApp;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code dataplane worker}: a transfer worker. */
@Command(
    name = "worker",
    header = "Run a transfer worker; start as many as you like.",
    description = "Without --config-file it joins the stack that runs on this machine.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane worker",
      "  ./dataplane worker --config-file dataplane.properties --set worker.slots=20"
    })
final class WorkerCommand extends ProcessCommand {

  WorkerCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void run(Path file, Map<String, String> flags, boolean showStackTraces) {
    WorkerApp.main(words(file, flags, showStackTraces));
  }
}
