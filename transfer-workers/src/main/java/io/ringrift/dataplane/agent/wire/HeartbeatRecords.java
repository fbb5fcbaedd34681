package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.SourceState;

/** What an agent says of its node, as a record of the heartbeats topic. */
final class HeartbeatRecords {

  private HeartbeatRecords() {}

  static NodeHeartbeat of(String nodeId, Vitals vitals, long sequence) {
    NodeProfile profile = vitals.profile();
    return NodeHeartbeat.newBuilder()
        .setNodeId(nodeId)
        .setBoot(vitals.boot())
        .setSequence(sequence)
        .setKind(profile.kind())
        .setProvider(profile.provider())
        .setRegion(profile.region())
        .setRack(profile.rack())
        .setRoles(profile.roles().stream().sorted().toList())
        .setEndpoint(vitals.endpoint() == null ? null : vitals.endpoint().toString())
        .setReceives(
            vitals.receives().stream().sorted().map(kind -> ItemType.valueOf(kind.name())).toList())
        .setTransports(vitals.transports().stream().sorted().toList())
        .setDataRoot(vitals.dataRoot())
        .setDiskTotalBytes(vitals.diskTotalBytes())
        .setDiskFreeBytes(vitals.diskFreeBytes())
        .setDiskLimitPercent(vitals.diskLimitPercent())
        .setActiveTransfers(vitals.activeTransfers())
        .setMaxTransfers(vitals.maxTransfers())
        .setSource(source(vitals.source()))
        .setUnavailable(vitals.unavailable())
        .setSharedRoot(vitals.sharedRoot())
        .build();
  }

  private static SourceState source(SourceVitals source) {
    return SourceState.newBuilder()
        .setRefreshedAt(source.refreshedAt())
        .setItems(source.items())
        .setWaiting(source.waiting())
        .setUnreported(source.unreported())
        .setUnknownFiles(source.unknownFiles())
        .setProblem(source.problem())
        .build();
  }
}
