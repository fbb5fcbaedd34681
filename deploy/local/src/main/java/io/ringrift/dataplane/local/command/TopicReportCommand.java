package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringrift.dataplane.contract.TopicPolicy;
import io.ringrift.dataplane.contract.admin.TopicReport;
import io.ringrift.dataplane.local.kafka.TopicAdmin;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.settings.Surroundings;

/** A command that looks at every topic; exit code 1 when one is not as it must be. */
abstract class TopicReportCommand extends ClientCommand {

  TopicReportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  abstract TopicAdmin admin();

  abstract TopicReport report(TopicAdmin admin);

  @Override
  public Integer call() {
    TopicReport report = report(admin());
    if (output().isJson()) {
      output().json(json(report));
    } else {
      output().line(report.table().stripTrailing());
    }
    return report.good() ? Failure.OK : Failure.NOT_SO;
  }

  private static ArrayNode json(TopicReport report) {
    ArrayNode topics = JsonNodeFactory.instance.arrayNode();
    report
        .findings()
        .forEach(
            finding -> {
              TopicPolicy policy = finding.topic().policy();
              topics
                  .addObject()
                  .put("topic", finding.topic().name())
                  .put("partitions", policy.partitions())
                  .put("cleanup", policy.cleanup())
                  .put("retention_ms", policy.retentionMs())
                  .put("state", finding.state().name())
                  .put("outcome", finding.outcome());
            });
    return topics;
  }
}
