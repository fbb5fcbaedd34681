package io.ringrift.dataplane.streams.manifest;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A small named world for tests: nodes and what stands at them. Not for production. */
public final class Cluster implements NodeTable {

  public static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
  public static final String NPZ = "npz/hex8_2p/hex8_2p-0001.npz";
  public static final String CONFIG = "hex8_2p";
  public static final String OLD = "a".repeat(64);
  public static final String NEW = "b".repeat(64);

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  /** Two hosts in different racks of one provider, one host elsewhere, one drive; all online. */
  public static Cluster threeHostsAndADrive() {
    return new Cluster()
        .with("gpu-1", "lambda", "r1", Set.of(Node.TRAINING))
        .with("gpu-2", "lambda", "r2", Set.of(Node.TRAINING))
        .with("gpu-3", "vast", "v1", Set.of(Node.TRAINING, Node.EPHEMERAL))
        .with("owc", "home", "h1", Set.of(Node.STORAGE, Node.BACKUP));
  }

  public Cluster with(String nodeId, String provider, String rack, Set<String> roles) {
    return put(
        NodeBuilder.of(nodeId)
            .kind(NodeKind.HOST)
            .place(provider, null, rack)
            .roles(roles)
            .endpoint("http://" + nodeId)
            .online(true, "HEARTBEAT", T0)
            .build());
  }

  /** A bucket for backups, online; nobody can read what it holds but by fetching it. */
  public Cluster withBucket(String nodeId) {
    return put(
        NodeBuilder.of(nodeId)
            .kind(NodeKind.BUCKET)
            .place("aws", null, null)
            .roles(Set.of(Node.BACKUP))
            .online(true, "HEARTBEAT", T0)
            .build());
  }

  public Cluster withPlainServer(String nodeId) {
    return put(
        NodeBuilder.of(nodeId)
            .kind(NodeKind.DRIVE)
            .place("home", null, null)
            .endpoint("http://" + nodeId + ":8000")
            .transports(Set.of(Node.PLAIN_HTTP))
            .online(true, "DECLARED", T0)
            .build());
  }

  public Cluster put(Node node) {
    nodes.put(node.nodeId(), node);
    return this;
  }

  public Cluster offline(String nodeId) {
    return put(NodeBuilder.from(nodes.get(nodeId)).online(false, "HOST_OFFLINE", T0).build());
  }

  public Cluster declaredLost(String nodeId) {
    return put(NodeBuilder.from(nodes.get(nodeId)).online(false, "NODE_LOST", T0).build());
  }

  public Cluster back(String nodeId) {
    return put(NodeBuilder.from(nodes.get(nodeId)).online(true, "HOST_ONLINE", T0).build());
  }

  public Cluster receivingOnly(String nodeId, ItemType type) {
    return put(NodeBuilder.from(nodes.get(nodeId)).receives(Set.of(type)).build());
  }

  public Cluster fullDisk(String nodeId) {
    return put(NodeBuilder.from(nodes.get(nodeId)).disk(1_000, 100, 70).build());
  }

  /** These nodes see the same files. */
  public Cluster sharing(String share, String... nodeIds) {
    for (String nodeId : nodeIds) {
      put(NodeBuilder.from(nodes.get(nodeId)).share(share).build());
    }
    return this;
  }

  @Override
  public Node node(String nodeId) {
    return nodes.get(nodeId);
  }

  @Override
  public Collection<Node> all() {
    return new TreeMap<>(nodes).values();
  }

  /** A validated copy at the node. */
  public static Item copy(String nodeId, long sequence, String sha256, Instant contentTime) {
    return copy(nodeId, sequence, sha256, contentTime, Validation.VALID);
  }

  public static Item copy(
      String nodeId, long sequence, String sha256, Instant contentTime, Validation validation) {
    return Item.of(
        NPZ,
        ItemType.NPZ,
        CONFIG,
        new ReplicaRegister(
            nodeId, 1, sequence, true, sha256, 500, "/data/" + NPZ, validation, null, T0),
        new ContentVersion(
            sha256, 500, validation == Validation.VALID, contentTime, 600L, null, 0.8, null));
  }

  public static Item gone(String nodeId, long sequence) {
    return Item.of(
        NPZ,
        ItemType.NPZ,
        CONFIG,
        new ReplicaRegister(
            nodeId, 1, sequence, false, null, 0, null, Validation.CLAIMED, null, T0),
        null);
  }

  /** The row of these inputs in this world. */
  public Row row(Item... deltas) {
    Row row = null;
    for (Item delta : deltas) {
      row = Row.fold(row, delta, this, Set.of(), T0);
    }
    return row;
  }
}
