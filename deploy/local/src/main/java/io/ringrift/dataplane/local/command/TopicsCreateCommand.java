package io.ringrift.dataplane.local.command;

import io.ringrift.dataplane.contract.admin.TopicReport;
import io.ringrift.dataplane.local.kafka.TopicAdmin;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane topics create}. */
@Command(
    name = "create",
    header =
        "Make the topics that are missing; show where the others differ. Never deletes, never alters.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane topics create",
      "  ./dataplane topics create --bootstrap-servers kafka-1:9092 --replication-factor 3"
    })
final class TopicsCreateCommand extends TopicReportCommand {
  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      description = "Of new topics (default: the brokers' own).")
  private Short replication;

  TopicsCreateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  TopicAdmin admin() {
    return new TopicAdmin(settings(), Optional.ofNullable(replication));
  }

  @Override
  TopicReport report(TopicAdmin admin) {
    return admin.create();
  }
}
