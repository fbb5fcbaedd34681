package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Register writes of the index as records of the inventory topic. */
final class ReportRecords {
  private final String nodeId;
  private final DataRoot root;

  ReportRecords(String nodeId, DataRoot root) {
    this.nodeId = nodeId;
    this.root = root;
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
        .setPath(path(holding).toString())
        .setValidation(Validation.valueOf(content.validation().name()))
        .setEvidence(content.evidence())
        .setContentTime(content.contentTime())
        .setSampleCount(content.sampleCount())
        .setGameCount(content.gameCount())
        .build();
  }

  private Path path(Holding holding) {
    try {
      return root.file(holding);
    } catch (IOException e) {
      throw new UncheckedIOException("can't tell where " + holding.name().itemId() + " lies", e);
    }
  }
}
