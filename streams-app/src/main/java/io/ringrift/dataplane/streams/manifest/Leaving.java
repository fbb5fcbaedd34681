package io.ringrift.dataplane.streams.manifest;

import java.time.Duration;
import java.time.Instant;

/**
 * A copy that its node's agent was told to remove. From then on it counts no longer, so that two
 * removals can't take the last two copies.
 *
 * <p>It is about one register: once the agent says anything newer of the item, the order is over.
 *
 * @param requestId by which request
 * @param boot of the register that is to go, with {@code sequence}
 * @param until the agent removes nothing after this, by its own clock
 */
public record Leaving(String requestId, long boot, long sequence, Instant until) {

  /** How far the clocks of nodes may be apart. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  /** When it counts again if the agent has said nothing. */
  public Instant over() {
    return until.plus(CLOCKS);
  }

  boolean concerns(ReplicaRegister replica, Instant now) {
    return replica != null
        && replica.present()
        && replica.boot() == boot
        && replica.sequence() == sequence
        && now.isBefore(over());
  }
}
