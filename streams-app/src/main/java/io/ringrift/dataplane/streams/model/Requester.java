package io.ringrift.dataplane.streams.model;

import java.util.Objects;

/**
 * Who waits for an operation and is told its end.
 *
 * @param needId empty for rules of the items stage
 * @param cause event type or rule
 */
public record Requester(String needId, String configKey, String requestId, String cause) {
  public Requester {
    Objects.requireNonNull(needId, "needId");
    Objects.requireNonNull(configKey, "configKey");
    Objects.requireNonNull(requestId, "requestId");
  }
}
