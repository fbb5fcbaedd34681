package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A host with its disk and its agent: the truth that the manifest is to tell. */
final class SimulatedNode {

  final String id;
  final String provider;
  final Set<String> roles;
  final Set<ItemType> receives;
  final Map<String, Content> disk = new TreeMap<>();

  /** Items whose file is damaged and known to be. */
  final Set<String> damaged = new TreeSet<>();

  /** Highest epoch seen for an item: what the agent fences by. */
  final Map<String, Long> epochs = new TreeMap<>();

  boolean up = true;
  long boot = 1;
  private long sequence;

  SimulatedNode(String id, String provider, Set<String> roles, Set<ItemType> receives) {
    this.id = id;
    this.provider = provider;
    this.roles = roles;
    this.receives = receives;
  }

  /** Whether a fetch of this content from here would succeed. */
  boolean offers(String itemId, String sha256) {
    Content content = disk.get(itemId);
    return up && content != null && content.sha256().equals(sha256) && !damaged.contains(itemId);
  }

  /**
   * @param type by the contract's name
   */
  boolean takes(String type) {
    return receives.isEmpty() || receives.stream().anyMatch(each -> each.name().equals(type));
  }

  long nextSequence() {
    return ++sequence;
  }

  void restart() {
    boot++;
    sequence = 0;
    up = true;
  }

  NodeHeartbeat heartbeat() {
    return NodeHeartbeat.newBuilder()
        .setNodeId(id)
        .setBoot(boot)
        .setSequence(nextSequence())
        .setKind(id.equals("s3") ? NodeKind.BUCKET : NodeKind.HOST)
        .setProvider(provider)
        .setRegion(null)
        .setRack(provider + "-" + id.hashCode() % 3)
        .setRoles(List.copyOf(roles))
        .setEndpoint("http://" + id)
        .setReceives(receives.stream().sorted().map(SimulatedNode::avro).toList())
        .setTransports(List.of("p2p_http"))
        .setDataRoot("/data")
        .setDiskTotalBytes(0)
        .setDiskFreeBytes(0)
        .setActiveTransfers(0)
        .setMaxTransfers(8)
        .build();
  }

  ReplicaReport present(Content content, Validation validation, Instant now) {
    return report(content, now)
        .setPresence(Presence.PRESENT)
        .setValidation(validation)
        .setEvidence(validation == Validation.INVALID ? "crc of features.npy" : null)
        .build();
  }

  ReplicaReport absent(Content content, Instant now) {
    return report(content, now)
        .setPresence(Presence.ABSENT)
        .setValidation(Validation.CLAIMED)
        .build();
  }

  private ReplicaReport.Builder report(Content content, Instant now) {
    return ReplicaReport.newBuilder()
        .setNodeId(id)
        .setItemId(content.itemId())
        .setItemType(avro(content.type()))
        .setConfigKey(content.configKey())
        .setBoot(boot)
        .setSequence(nextSequence())
        .setSha256(content.sha256())
        .setSizeBytes(content.sizeBytes())
        .setPath("/data/" + content.itemId())
        .setContentTime(content.contentTime())
        .setSampleCount(content.samples())
        .setQualityScore(content.quality())
        .setObservedAt(now);
  }

  private static io.ringrift.dataplane.avro.ItemType avro(ItemType type) {
    return io.ringrift.dataplane.avro.ItemType.valueOf(type.name());
  }
}
