package io.ringrift.dataplane.local.bench.topology;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.ReplicaState;
import java.util.ArrayList;
import java.util.List;

/** The least that a fold of reports has to do: the limit beside which ours is measured. */
final class BareFold {

  private BareFold() {}

  static ManifestItem add(ManifestItem item, ReplicaReport report) {
    List<Replica> replicas = item == null ? new ArrayList<>() : new ArrayList<>(item.getReplicas());
    replicas.removeIf(replica -> replica.getNodeId().equals(report.getNodeId()));
    replicas.add(
        new Replica(
            report.getNodeId(),
            report.getBoot(),
            report.getSequence(),
            report.getPresence(),
            report.getSha256(),
            report.getSizeBytes(),
            report.getPath(),
            report.getValidation(),
            report.getEvidence(),
            report.getObservedAt(),
            ReplicaState.AVAILABLE,
            null,
            null,
            null,
            null));
    return new ManifestItem(
        report.getItemId(),
        report.getItemType(),
        report.getConfigKey(),
        report.getSha256(),
        true,
        "eligible",
        List.of(),
        replicas,
        null,
        null,
        null);
  }
}
