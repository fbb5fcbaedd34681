package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.admin.TopicReport;
import io.ringrift.dataplane.local.kafka.TopicAdmin;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code dataplane topics ls}. */
@Command(
    name = "ls",
    header = "Show every topic of the catalogue and whether the cluster has it so.",
    footer = {"", "Example:", "  ./dataplane topics ls"})
final class TopicsListCommand extends TopicReportCommand {

  TopicsListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  TopicAdmin admin() {
    return new TopicAdmin(settings(), Optional.empty());
  }

  @Override
  TopicReport report(TopicAdmin admin) {
    return admin.compare();
  }
}
