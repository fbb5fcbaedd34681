package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What the items stage answers: what became of an order.
 *
 * @param reason a stable word, e.g. {@code transferred}, {@code already_there}, {@code
 *     target_refuses}
 * @param operationId null if there was no operation
 */
public record NeedOutcome(
    String needId,
    String configKey,
    String itemId,
    String sha256,
    String targetNode,
    Outcome outcome,
    String reason,
    String operationId,
    Instant occurredAt) {

  public NeedOutcome {
    Objects.requireNonNull(needId, "needId");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(reason, "reason");
  }

  public enum Outcome {
    MET,
    REFUSED,
    FAILED,
    SUPERSEDED,
    CANCELLED
  }
}
