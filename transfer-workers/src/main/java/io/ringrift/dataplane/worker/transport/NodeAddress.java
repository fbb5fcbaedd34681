package io.ringrift.dataplane.worker.transport;

import java.util.Objects;
import java.util.Optional;

/**
 * A node, and where its agent answers.
 *
 * @param nodeId never blank
 * @param endpoint base URL of its agent; empty if the node can't be called (behind NAT)
 */
public record NodeAddress(String nodeId, Optional<String> endpoint) {
  public NodeAddress {
    if (nodeId == null || nodeId.isBlank()) {
      throw new IllegalArgumentException("node_id is empty; it must name a node");
    }
    Objects.requireNonNull(endpoint, "endpoint");
  }

  /** A node that can be called. */
  public static NodeAddress of(String nodeId, String endpoint) {
    return new NodeAddress(nodeId, Optional.of(endpoint));
  }

  @Override
  public String toString() {
    return nodeId + endpoint.map(url -> " (" + url + ")").orElse(" (no endpoint)");
  }
}
