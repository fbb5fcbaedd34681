package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * Somebody asks to remove one copy of an item.
 *
 * @param requestId requests of one command share it
 * @param sha256 content that the asker saw there; other content is left alone
 * @param requestedBy who, for people
 */
public record EvictionRequest(
    String requestId,
    String itemId,
    String configKey,
    String nodeId,
    String sha256,
    String requestedBy,
    Instant requestedAt) {

  public EvictionRequest {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(configKey, "configKey");
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(sha256, "sha256");
  }
}
