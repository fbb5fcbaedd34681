package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeKind;
import java.util.Map;
import java.util.Set;

/**
 * What agents and events said of a node that the node file names: kept beside the row, which has
 * what follows from both, so that a line taken out of the file leaves nothing behind.
 */
public record Heard(
    NodeKind kind,
    String provider,
    String region,
    String rack,
    Set<String> roles,
    String endpoint,
    int diskLimitPercent,
    int maxTransfers) {

  public Heard {
    roles = Set.copyOf(roles);
  }

  static Heard of(Node said) {
    return new Heard(
        said.kind(),
        said.provider(),
        said.region(),
        said.rack(),
        said.roles(),
        said.endpoint(),
        said.diskLimitPercent(),
        said.maxTransfers());
  }

  /** The row without what the file says. */
  Node over(Node row) {
    return NodeBuilder.from(row)
        .kind(kind)
        .place(provider, region, rack)
        .roles(roles)
        .endpoint(endpoint)
        // Before an agent was heard they are the file's.
        .transports(row.lastHeartbeatAt() == null ? Set.of() : row.transports())
        .disk(row.diskTotalBytes(), row.diskFreeBytes(), diskLimitPercent)
        .load(row.activeTransfers(), maxTransfers)
        .allows(Set.of())
        .share(null)
        .addresses(Set.of())
        .latencyMs(Map.of())
        .build();
  }
}
