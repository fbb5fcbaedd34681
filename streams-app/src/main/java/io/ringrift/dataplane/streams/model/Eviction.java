package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A word on a requested removal.
 *
 * @param reason a stable word, then a sentence
 * @param boot of the register that the decision saw, with {@code sequence}; -1: there was none
 * @param validUntil the agent removes nothing after this; null unless ORDERED
 */
public record Eviction(
    String requestId,
    String itemId,
    String nodeId,
    String sha256,
    State state,
    String reason,
    long boot,
    long sequence,
    Instant validUntil,
    Instant at) {

  /** Boot of a copy that nobody has reported. */
  public static final long NO_REGISTER = -1;

  public enum State {
    ORDERED,
    REFUSED,
    EXPIRED
  }

  public Eviction {
    Objects.requireNonNull(state, "state");
    if ((state == State.ORDERED) != (validUntil != null)) {
      throw new IllegalArgumentException(
          "validUntil: " + validUntil + ", allowed: a time if ORDERED, else null");
    }
  }

  public boolean ordered() {
    return state == State.ORDERED;
  }

  /** The copy stays as it is. */
  public static Eviction refused(EvictionRequest request, String reason, Instant at) {
    return new Eviction(
        request.requestId(),
        request.itemId(),
        request.nodeId(),
        request.sha256(),
        State.REFUSED,
        reason,
        NO_REGISTER,
        0,
        null,
        at);
  }
}
