package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.worker.WorkerApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<String> words = new ArrayList<>();
    if (file != null) {
      words.addAll(List.of("--config", file.toString()));
    }
    if (showStackTraces) {
      words.add("--verbose");
    }
    flags.forEach((key, value) -> words.add("--" + key + "=" + value));
    WorkerApp.main(words.toArray(String[]::new));
  }
}
