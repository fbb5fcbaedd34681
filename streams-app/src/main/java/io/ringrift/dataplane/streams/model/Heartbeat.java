package io.ringrift.dataplane.streams.model;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What an agent says of its node every ten seconds.
 *
 * @param boot the agent's start; grows with every start, 1 or more
 * @param sequence grows with every heartbeat of one boot
 * @param provider null, like region and rack, where the agent isn't told
 * @param roles empty where the agent isn't told
 * @param endpoint null if the agent can't be called
 * @param source null if the agent doesn't tell
 * @param unavailable transports that it would have but for the reason given
 * @param sharedRoot whether its agent says that others have the same data folder
 */
public record Heartbeat(
    String nodeId,
    long boot,
    long sequence,
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
    SourceState source,
    Map<String, String> unavailable,
    boolean sharedRoot) {

  public Heartbeat {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(kind, "kind");
    roles = Set.copyOf(roles);
    receives = Set.copyOf(receives);
    transports = Set.copyOf(transports);
    unavailable = Map.copyOf(unavailable);
  }
}
