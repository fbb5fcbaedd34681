package io.ringrift.dataplane.streams.decision;

import java.time.Instant;
import java.util.Objects;

/**
 * A config trains, or trained, at a node.
 *
 * @param jobId null where no emitter told
 * @param guessed nothing told that it is this node: it was only a likely one
 * @param startedAt log time of TRAINING_STARTED
 * @param expiresAt taken as ended then, if nobody reports the end
 * @param endedAt null while it trains
 */
public record Placement(
    String configKey,
    String nodeId,
    String jobId,
    boolean guessed,
    Instant startedAt,
    Instant expiresAt,
    Instant endedAt) {

  public Placement {
    Objects.requireNonNull(configKey, "configKey");
    Objects.requireNonNull(nodeId, "nodeId");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  public boolean activeAt(Instant now) {
    return endedAt == null && now.isBefore(expiresAt);
  }

  public Placement ended(Instant at) {
    return new Placement(configKey, nodeId, jobId, guessed, startedAt, expiresAt, at);
  }
}
