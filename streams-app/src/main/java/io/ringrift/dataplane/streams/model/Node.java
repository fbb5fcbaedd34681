package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One row of the node table.
 *
 * @param provider who runs it; null when not known
 * @param receives item types that its agent takes; empty: not known yet, taken as all
 * @param endpoint base URL of its agent, null if the agent can't be called; or of its plain file
 *     server, see {@link #plain}
 * @param diskTotalBytes 0 when not known
 * @param diskLimitPercent the node takes nothing more once this share of its disk is used, 1..100
 * @param changedAt when {@code online} last changed
 * @param cause why it is on- or offline
 * @param revision grows with every change; of two rows of one node the higher is the newer
 * @param allows item types that the node file lets in; empty: it says nothing
 * @param share the shared file system that its data folder lies on; null: its own disk
 * @param addresses by which events may name it, besides that of its endpoint
 * @param unavailable transports that it would have but for the reason given
 * @param latencyMs round trips to other places, each a node, a rack or a provider, in ms; by place,
 *     as the node file says
 * @param sharedRoot whether its agent says that others have the same data folder; with whom, {@code
 *     share} tells
 */
public record Node(
    String nodeId,
    NodeKind kind,
    String provider,
    String region,
    String rack,
    Set<String> roles,
    String endpoint,
    Set<ItemType> receives,
    Set<String> transports,
    String dataRoot,
    long diskTotalBytes,
    long diskFreeBytes,
    int diskLimitPercent,
    int activeTransfers,
    int maxTransfers,
    boolean online,
    Instant changedAt,
    String cause,
    long boot,
    Instant lastHeartbeatAt,
    long revision,
    Set<ItemType> allows,
    String share,
    Set<String> addresses,
    Map<String, String> unavailable,
    Map<String, Integer> latencyMs,
    boolean sharedRoot) {

  /** Roles that rules ask for. A node may have others; they are carried and shown. */
  public static final String TRAINING = "training";

  public static final String SERVING = "serving";
  public static final String STORAGE = "storage";
  public static final String BACKUP = "backup";
  public static final String EPHEMERAL = "ephemeral";
  public static final String COORDINATOR = "coordinator";
  public static final String MAC = "mac";
  public static final String EXTERNAL_STORAGE = "external-storage";

  /** The transport of a node that has no agent: its files are to be had from a plain server. */
  public static final String PLAIN_HTTP = "plain_http";

  private static final String AGENTS = "p2p_http";

  public Node {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(kind, "kind");
    roles = Set.copyOf(roles);
    receives = Set.copyOf(receives);
    transports = Set.copyOf(transports);
    allows = Set.copyOf(allows);
    addresses = Set.copyOf(addresses);
    unavailable = Map.copyOf(unavailable);
    latencyMs = Map.copyOf(latencyMs);
  }

  public boolean hasRole(String role) {
    return roles.contains(role);
  }

  /** A stable node counts for replication; a rented one that may vanish any minute doesn't. */
  public boolean stable() {
    return !hasRole(EPHEMERAL);
  }

  /** Declared gone for good; only HOST_ONLINE brings it back. */
  public boolean lost() {
    return !online && NodeChange.Cause.NODE_LOST.name().equals(cause);
  }

  /** Named by the node file and not heard of since, so neither online nor known to be away. */
  public boolean unheard() {
    return !online && NodeChange.Cause.DECLARED.name().equals(cause);
  }

  /** Whether a plain file server stands for it: its files can be fetched, and nothing else. */
  public boolean plain() {
    return transports.contains(PLAIN_HTTP) && !transports.contains(AGENTS);
  }

  /**
   * Whether the receive policy lets this type in: its agent takes it, the node file doesn't forbid
   * it, and a coordinator or a Mac gets models only, unless it has external storage. To a plain
   * file server nothing can be brought.
   */
  public boolean receives(ItemType type) {
    return !plain()
        && (receives.isEmpty() || receives.contains(type))
        && (allows.isEmpty() || allows.contains(type))
        && (type == ItemType.MODEL || !modelsOnly(roles));
  }

  /** Whether a node of these roles gets models only. */
  public static boolean modelsOnly(Set<String> roles) {
    return (roles.contains(COORDINATOR) || roles.contains(MAC))
        && !roles.contains(EXTERNAL_STORAGE);
  }

  /** Item types that it takes, of those that are moved at all. */
  public List<ItemType> takes() {
    return ItemType.MOVED.stream().filter(this::receives).toList();
  }

  /** Whether both see the same files. */
  public boolean sharesWith(Node other) {
    return share != null && share.equals(other.share);
  }

  /**
   * The round trip to the other node in ms, as far as somebody said; what is said of it most
   * exactly.
   */
  public OptionalInt latencyTo(Node other) {
    for (String place : Arrays.asList(other.nodeId, other.rack, other.provider)) {
      Integer said = place == null ? null : latencyMs.get(place);
      if (said != null) {
        return OptionalInt.of(said);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether {@code bytes} more stay below the disk limit; true when the disk is not known. */
  public boolean hasRoomFor(long bytes) {
    if (diskTotalBytes <= 0) {
      return true;
    }
    long usedAfter = diskTotalBytes - diskFreeBytes + bytes;
    return usedAfter <= diskTotalBytes / 100.0 * diskLimitPercent;
  }
}
