package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.Validation;
import java.util.function.Function;

/** Register writes of the index as records of the inventory topic. */
final class ReportRecords {
  private final String nodeId;
  private final Function<Holding, String> place;

  ReportRecords(String nodeId, Function<Holding, String> place) {
    this.nodeId = nodeId;
    this.place = place;
  }

  ReplicaReport of(Holding holding) {
    ReplicaReport.Builder report =
        ReplicaReport.newBuilder()
            .setNodeId(nodeId)
            .setItemId(holding.name().itemId())
            .setItemType(ItemType.valueOf(holding.name().kind().name()))
            .setConfigKey(holding.name().configKey())
            .setBoot(holding.boot())
            .setSequence(holding.sequence())
            .setObservedAt(holding.observedAt());
    if (!holding.present()) {
      return report.setPresence(Presence.ABSENT).setSizeBytes(0).build();
    }
    Content content = holding.content();
    return report
        .setPresence(Presence.PRESENT)
        .setSha256(content.sha256())
        .setSizeBytes(content.stamp().size())
        .setPath(place.apply(holding))
        .setValidation(Validation.valueOf(content.validation().name()))
        .setEvidence(content.evidence())
        .setContentTime(content.contentTime())
        .setSampleCount(content.sampleCount())
        .setGameCount(content.gameCount())
        .build();
  }
}
