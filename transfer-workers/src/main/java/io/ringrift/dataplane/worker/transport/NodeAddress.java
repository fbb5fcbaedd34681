package io.ringrift.dataplane.worker.transport;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A node, and where its agent answers.
 *
 * @param nodeId never blank
 * @param endpoint base URL of its agent; empty if the node can't be called (behind NAT)
 * @param transports those that work there, by {@link TransportKind#wireName}; empty: not told
 */
public record NodeAddress(String nodeId, Optional<String> endpoint, Set<String> transports) {
  public NodeAddress {
    if (nodeId == null || nodeId.isBlank()) {
      throw new IllegalArgumentException("node_id is empty; it must name a node");
    }
    Objects.requireNonNull(endpoint, "endpoint");
    transports = Set.copyOf(transports);
  }

  /** A node that doesn't tell its transports. */
  public NodeAddress(String nodeId, Optional<String> endpoint) {
    this(nodeId, endpoint, Set.of());
  }

  /** A node that can be called. */
  public static NodeAddress of(String nodeId, String endpoint) {
    return new NodeAddress(nodeId, Optional.of(endpoint));
  }

  /** Whether this transport works there; p2p_http does where nothing is told. */
  public boolean has(TransportKind kind) {
    return transports.isEmpty()
        ? kind == TransportKind.P2P_HTTP
        : transports.contains(kind.wireName());
  }

  @Override
  public String toString() {
    return nodeId + endpoint.map(url -> " (" + url + ")").orElse(" (no endpoint)");
  }
}
