package io.ringrift.dataplane.agent.fetch;

/** What an agent says to an order. */
public sealed interface PullAnswer {

  /**
   * The order is carried out or has been.
   *
   * @param started whether this order started it
   */
  record Accepted(PullStatus status, boolean started) implements PullAnswer {}

  /**
   * The order is not carried out.
   *
   * @param retryAfterMillis when to come back; 0: never with this order
   */
  record Refused(Cause cause, String message, long retryAfterMillis) implements PullAnswer {}

  /** Kinds of refusals. */
  enum Cause {
    SUPERSEDED,
    BUSY,
    DISK_FULL,
    TARGET_REFUSES,
    UNKNOWN_TRANSPORT
  }
}
