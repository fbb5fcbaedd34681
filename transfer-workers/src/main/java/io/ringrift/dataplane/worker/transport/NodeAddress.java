package io.ringrift.dataplane.worker.transport;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A node, and where its agent answers.
 *
 * @param nodeId never blank
 * @param endpoint base URL of its agent, empty if the node can't be called (behind NAT); or of its
 *     plain file server
 * @param transports those that work there, by {@link TransportKind#wireName}; empty: not told
 * @param unavailable those that it would have but for the reason given
 */
public record NodeAddress(
    String nodeId,
    Optional<String> endpoint,
    Set<String> transports,
    Map<String, String> unavailable) {
  /** What a plain file server tells, and an agent that can fetch from one. */
  public static final String PLAIN_HTTP = "plain_http";

  public NodeAddress {
    if (nodeId == null || nodeId.isBlank()) {
      throw new IllegalArgumentException("node_id is empty; it must name a node");
    }
    Objects.requireNonNull(endpoint, "endpoint");
    transports = Set.copyOf(transports);
    unavailable = Map.copyOf(unavailable);
  }

  /** A node that doesn't tell its transports. */
  public NodeAddress(String nodeId, Optional<String> endpoint) {
    this(nodeId, endpoint, Set.of(), Map.of());
  }

  /** A node where all works that it tells. */
  public NodeAddress(String nodeId, Optional<String> endpoint, Set<String> transports) {
    this(nodeId, endpoint, transports, Map.of());
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

  /** Whether it is no agent but a plain file server: that is all it tells. */
  public boolean isPlainServer() {
    return transports.contains(PLAIN_HTTP) && !has(TransportKind.P2P_HTTP);
  }

  /** Why it doesn't have this transport, for people. */
  public String lacks(TransportKind kind) {
    String why = unavailable.get(kind.wireName());
    String has = transports.isEmpty() ? "it doesn't tell what it has" : "it has " + transports;
    return "%s has no %s: %s".formatted(nodeId, kind.wireName(), why == null ? has : why);
  }

  @Override
  public String toString() {
    return nodeId + endpoint.map(url -> " (" + url + ")").orElse(" (no endpoint)");
  }
}
