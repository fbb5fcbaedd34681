package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * One row of the node table.
 *
 * @param provider who runs it; null when not known
 * @param receives item types it takes; empty: not known yet, taken as all
 * @param endpoint base URL of its agent; null if the agent can't be called
 * @param diskTotalBytes 0 when not known
 * @param diskLimitPercent the node takes nothing more once this share of its disk is used, 1..100
 * @param changedAt when {@code online} last changed
 * @param cause why it is on- or offline
 * @param revision grows with every change; of two rows of one node the higher is the newer
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
    long revision) {

  /** Roles that rules ask for. A node may have others; they are carried and shown. */
  public static final String TRAINING = "training";

  public static final String SERVING = "serving";
  public static final String STORAGE = "storage";
  public static final String BACKUP = "backup";
  public static final String EPHEMERAL = "ephemeral";

  public Node {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(kind, "kind");
    roles = Set.copyOf(roles);
    receives = Set.copyOf(receives);
    transports = Set.copyOf(transports);
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

  /** Whether the receive policy lets this type in. */
  public boolean receives(ItemType type) {
    return receives.isEmpty() || receives.contains(type);
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
