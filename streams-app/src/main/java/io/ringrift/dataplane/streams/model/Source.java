package io.ringrift.dataplane.streams.model;

import java.util.Objects;

/**
 * A node to fetch from, with the reason for its place in the ranking.
 *
 * @param endpoint base URL of its agent; null if the agent can't be called
 */
public record Source(String nodeId, String endpoint, String reason) {
  public Source {
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(reason, "reason");
  }
}
