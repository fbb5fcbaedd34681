package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link Node}, whole or from another one: it has many fields that seldom change at once.
 */
public final class NodeBuilder {

  /** What agents use unless told otherwise, percent. */
  private static final int DISK_LIMIT_PERCENT = 70;

  private final String nodeId;
  private NodeKind kind = NodeKind.HOST;
  private String provider;
  private String region;
  private String rack;
  private Set<String> roles = Set.of();
  private String endpoint;
  private Set<ItemType> receives = Set.of();
  private Set<String> transports = Set.of();
  private String dataRoot;
  private long diskTotalBytes;
  private long diskFreeBytes;
  private int diskLimitPercent = DISK_LIMIT_PERCENT;
  private int activeTransfers;
  private int maxTransfers;
  private boolean online;
  private Instant changedAt = Instant.EPOCH;
  private String cause = "";
  private long boot;
  private Instant lastHeartbeatAt;
  private long revision;
  private Set<ItemType> allows = Set.of();
  private String share;
  private Set<String> addresses = Set.of();
  private Map<String, String> unavailable = Map.of();
  private Map<String, Integer> latencyMs = Map.of();
  private boolean sharedRoot;

  private NodeBuilder(String nodeId) {
    this.nodeId = nodeId;
  }

  /** A node of which nothing is known but its id; offline, revision 0. */
  public static NodeBuilder of(String nodeId) {
    return new NodeBuilder(nodeId);
  }

  public static NodeBuilder from(Node node) {
    return of(node.nodeId())
        .kind(node.kind())
        .place(node.provider(), node.region(), node.rack())
        .roles(node.roles())
        .endpoint(node.endpoint())
        .receives(node.receives())
        .transports(node.transports())
        .dataRoot(node.dataRoot())
        .disk(node.diskTotalBytes(), node.diskFreeBytes(), node.diskLimitPercent())
        .load(node.activeTransfers(), node.maxTransfers())
        .online(node.online(), node.cause(), node.changedAt())
        .boot(node.boot())
        .lastHeartbeatAt(node.lastHeartbeatAt())
        .revision(node.revision())
        .allows(node.allows())
        .share(node.share())
        .addresses(node.addresses())
        .unavailable(node.unavailable())
        .latencyMs(node.latencyMs())
        .sharedRoot(node.sharedRoot());
  }

  public NodeBuilder kind(NodeKind value) {
    kind = value;
    return this;
  }

  public NodeBuilder place(String newProvider, String newRegion, String newRack) {
    provider = newProvider;
    region = newRegion;
    rack = newRack;
    return this;
  }

  public NodeBuilder roles(Set<String> value) {
    roles = value;
    return this;
  }

  public NodeBuilder endpoint(String value) {
    endpoint = value;
    return this;
  }

  public NodeBuilder receives(Set<ItemType> value) {
    receives = value;
    return this;
  }

  public NodeBuilder transports(Set<String> value) {
    transports = value;
    return this;
  }

  public NodeBuilder dataRoot(String value) {
    dataRoot = value;
    return this;
  }

  public NodeBuilder disk(long totalBytes, long freeBytes, int limitPercent) {
    diskTotalBytes = totalBytes;
    diskFreeBytes = freeBytes;
    diskLimitPercent = limitPercent;
    return this;
  }

  public NodeBuilder load(int active, int max) {
    activeTransfers = active;
    maxTransfers = max;
    return this;
  }

  public NodeBuilder online(boolean value, String why, Instant since) {
    online = value;
    cause = why;
    changedAt = since;
    return this;
  }

  public NodeBuilder boot(long value) {
    boot = value;
    return this;
  }

  public NodeBuilder lastHeartbeatAt(Instant value) {
    lastHeartbeatAt = value;
    return this;
  }

  public NodeBuilder revision(long value) {
    revision = value;
    return this;
  }

  public NodeBuilder allows(Set<ItemType> value) {
    allows = value;
    return this;
  }

  public NodeBuilder share(String value) {
    share = value;
    return this;
  }

  public NodeBuilder addresses(Set<String> value) {
    addresses = value;
    return this;
  }

  /**
   * @param value the reason by transport
   */
  public NodeBuilder unavailable(Map<String, String> value) {
    unavailable = value;
    return this;
  }

  /**
   * @param value round trips by place
   */
  public NodeBuilder latencyMs(Map<String, Integer> value) {
    latencyMs = value;
    return this;
  }

  public NodeBuilder sharedRoot(boolean value) {
    sharedRoot = value;
    return this;
  }

  public Node build() {
    return new Node(
        nodeId,
        kind,
        provider,
        region,
        rack,
        roles,
        endpoint,
        receives,
        transports,
        dataRoot,
        diskTotalBytes,
        diskFreeBytes,
        diskLimitPercent,
        activeTransfers,
        maxTransfers,
        online,
        changedAt,
        cause,
        boot,
        lastHeartbeatAt,
        revision,
        allows,
        share,
        addresses,
        unavailable,
        latencyMs,
        sharedRoot);
  }
}
