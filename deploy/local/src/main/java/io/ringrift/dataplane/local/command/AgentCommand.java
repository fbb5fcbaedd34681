package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.agent.AgentApp;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code dataplane agent}: the agent of a node. */
@Command(
    name = "agent",
    header = "Run the agent of a node: serves, scans and fetches its data.",
    description = "Without --config-file it joins the stack that runs on this machine.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane agent --set agent.node.id=gpu-4 --set agent.root=/data",
      "  ./dataplane agent --config-file dataplane.properties"
    })
final class AgentCommand extends ProcessCommand {

  AgentCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void run(Path file, Map<String, String> flags, boolean showStackTraces) {
    AgentApp.main(words(file, flags, showStackTraces));
  }
}
