package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.streams.model.Heartbeat;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.model.SourceState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Nodes, their changes and heartbeats between their Avro and their model form. */
public final class NodeCodec {

  private NodeCodec() {}

  public static Node toModel(NodeState state) {
    return NodeBuilder.of(state.getNodeId())
        .kind(Enums.toModel(state.getKind()))
        .place(state.getProvider(), state.getRegion(), state.getRack())
        .roles(Set.copyOf(state.getRoles()))
        .endpoint(state.getEndpoint())
        .receives(types(state.getReceives()))
        .transports(Set.copyOf(state.getTransports()))
        .dataRoot(state.getDataRoot())
        .disk(state.getDiskTotalBytes(), state.getDiskFreeBytes(), state.getDiskLimitPercent())
        .load(state.getActiveTransfers(), state.getMaxTransfers())
        .online(state.getOnline(), state.getCause(), state.getChangedAt())
        .boot(state.getBoot())
        .lastHeartbeatAt(state.getLastHeartbeatAt())
        .revision(state.getRevision())
        .allows(types(state.getAllows()))
        .share(state.getShare())
        .addresses(Set.copyOf(state.getAddresses()))
        .unavailable(state.getUnavailable())
        .latencyMs(state.getLatencyMs())
        .sharedRoot(state.getSharedRoot())
        .build();
  }

  /** Sets and maps are written sorted, so that equal nodes are equal bytes. */
  public static NodeState toAvro(Node node) {
    return NodeState.newBuilder()
        .setNodeId(node.nodeId())
        .setKind(Enums.toAvro(node.kind()))
        .setProvider(node.provider())
        .setRegion(node.region())
        .setRack(node.rack())
        .setRoles(sorted(node.roles()))
        .setEndpoint(node.endpoint())
        .setReceives(node.receives().stream().sorted().map(Enums::toAvro).toList())
        .setTransports(sorted(node.transports()))
        .setDataRoot(node.dataRoot())
        .setDiskTotalBytes(node.diskTotalBytes())
        .setDiskFreeBytes(node.diskFreeBytes())
        .setDiskLimitPercent(node.diskLimitPercent())
        .setActiveTransfers(node.activeTransfers())
        .setMaxTransfers(node.maxTransfers())
        .setOnline(node.online())
        .setChangedAt(node.changedAt())
        .setCause(node.cause())
        .setBoot(node.boot())
        .setLastHeartbeatAt(node.lastHeartbeatAt())
        .setRevision(node.revision())
        .setAllows(node.allows().stream().sorted().map(Enums::toAvro).toList())
        .setShare(node.share())
        .setAddresses(sorted(node.addresses()))
        .setUnavailable(new TreeMap<>(node.unavailable()))
        .setLatencyMs(new TreeMap<>(node.latencyMs()))
        .setSharedRoot(node.sharedRoot())
        .build();
  }

  public static NodeFact toAvro(NodeChange change) {
    return NodeFact.newBuilder()
        .setFactId(change.node().nodeId() + ":" + change.node().revision())
        .setOccurredAt(change.occurredAt())
        .setNodeId(change.node().nodeId())
        .setCause(change.cause().name())
        .setDetail(change.detail())
        .setState(toAvro(change.node()))
        .build();
  }

  /**
   * Reads a fact of the history.
   *
   * @throws IllegalArgumentException if the cause is one that this version doesn't know
   */
  public static NodeChange toModel(NodeFact fact) {
    return new NodeChange(
        toModel(fact.getState()),
        NodeChange.Cause.valueOf(fact.getCause()),
        fact.getDetail() == null ? "" : fact.getDetail(),
        fact.getOccurredAt());
  }

  public static Heartbeat toModel(NodeHeartbeat beat) {
    return new Heartbeat(
        beat.getNodeId(),
        beat.getBoot(),
        beat.getSequence(),
        Enums.toModel(beat.getKind()),
        beat.getProvider(),
        beat.getRegion(),
        beat.getRack(),
        Set.copyOf(beat.getRoles()),
        beat.getEndpoint(),
        types(beat.getReceives()),
        Set.copyOf(beat.getTransports()),
        beat.getDataRoot(),
        beat.getDiskTotalBytes(),
        beat.getDiskFreeBytes(),
        beat.getDiskLimitPercent(),
        beat.getActiveTransfers(),
        beat.getMaxTransfers(),
        toModel(beat.getSource()),
        beat.getUnavailable(),
        beat.getSharedRoot());
  }

  private static SourceState toModel(io.ringrift.dataplane.avro.SourceState source) {
    return source == null
        ? null
        : new SourceState(
            source.getRefreshedAt(),
            source.getItems(),
            source.getWaiting(),
            source.getUnreported(),
            source.getUnknownFiles(),
            source.getProblem());
  }

  private static Set<ItemType> types(Collection<io.ringrift.dataplane.avro.ItemType> types) {
    return types.stream().map(Enums::toModel).collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> sorted(Set<String> words) {
    return List.copyOf(new TreeSet<>(words));
  }
}
