package io.ringrift.dataplane.streams.model;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A node to fetch from, with the reason for its place in the ranking.
 *
 * @param endpoint base URL of its agent; null if the agent can't be called
 * @param transports that work there; empty when not known
 * @param unavailable transports that it would have but for the reason given
 */
public record Source(
    String nodeId,
    String endpoint,
    String reason,
    Set<String> transports,
    Map<String, String> unavailable) {
  public Source {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(reason, "reason");
    transports = Set.copyOf(transports);
    unavailable = Map.copyOf(unavailable);
  }
}
