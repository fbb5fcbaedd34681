package io.ringrift.dataplane.agent.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One write to the register "this node has, or no longer has, this item". Of two writes the one
 * with the higher (boot, sequence) stands.
 *
 * @param content null: the item is no longer here
 * @param boot the agent's start
 * @param sequence grows with every write of one boot
 * @param observedAt when the agent saw it, in whole milliseconds as in the contract
 */
public record Holding(
    ItemName name, Content content, long boot, long sequence, Instant observedAt) {

  public Holding {
    observedAt = observedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  public boolean present() {
    return content != null;
  }

  /** Whether the file with this stamp is the one described here. */
  boolean describes(FileStamp stamp) {
    return present() && content.stamp().equals(stamp);
  }

  /** Whether this node can hand out this content. */
  public boolean serves(String sha256) {
    return present()
        && content.validation() != Validation.INVALID
        && content.sha256().equals(sha256);
  }
}
