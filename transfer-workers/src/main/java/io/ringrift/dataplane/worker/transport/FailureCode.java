package io.ringrift.dataplane.worker.transport;

import java.util.Locale;

/**
 * The failures a worker knows: what each asks for, whose doing it is, and whether that node's
 * circuit breaker counts it. A node that answers, even with a refusal, is healthy; only what says
 * that the node or the way to it is broken is counted. Agents may report further codes: see {@link
 * TransferFailure#reported}.
 *
 * <p>{@link Reaction#OTHER_SOURCE} is kept for sources that are no good for this content: the
 * ledger avoids them for the rest of the operation. One that is only slow or away asks for {@code
 * NEXT_TRANSPORT} or {@code RETRY_SAME}; when those are used up the executor goes on to the next
 * source too, and the ledger may come back to this one.
 */
public enum FailureCode {
  /** The target's agent doesn't answer. */
  UNREACHABLE(Reaction.RETRY_SAME, Party.TARGET, true),
  /** The target's agent can't be called and this worker has no other way to it. */
  UNREACHABLE_NO_ENDPOINT(Reaction.NEXT_TRANSPORT, Party.TARGET, false),
  /** The target's agent answers something that makes no sense. */
  PROTOCOL_ERROR(Reaction.NEXT_TRANSPORT, Party.TARGET, true),
  /** The source doesn't answer the target. */
  SOURCE_UNREACHABLE(Reaction.RETRY_SAME, Party.SOURCE, true),
  /** The source no longer has this content. */
  SOURCE_MISSING(Reaction.OTHER_SOURCE, Party.SOURCE, false),
  /** Nothing lies in the bucket for the target of a relay (any more). */
  NOT_RELAYED(Reaction.RETRY_SAME, Party.NEITHER, false),
  /** The bucket, or the agent that speaks for it, doesn't answer the source. */
  BUCKET_AWAY(Reaction.RETRY_SAME, Party.TARGET, true),
  /** The target's agent doesn't answer the source that brings it something. */
  TARGET_AWAY(Reaction.RETRY_SAME, Party.TARGET, true),
  /** No new bytes for too long. */
  STALLED(Reaction.NEXT_TRANSPORT, Party.SOURCE, true),
  /** Bytes came, but too slowly for the item's size. */
  TOO_SLOW(Reaction.NEXT_TRANSPORT, Party.SOURCE, true),
  /** What arrived isn't what was ordered. */
  CHECKSUM_MISMATCH(Reaction.OTHER_SOURCE, Party.SOURCE, true),
  /** The target can't write for another reason than room. */
  TARGET_IO(Reaction.GIVE_UP, Party.TARGET, false),
  /** No room at the target. */
  DISK_FULL(Reaction.GIVE_UP, Party.TARGET, false),
  /** The target's agent doesn't have this transport. */
  UNKNOWN_TRANSPORT(Reaction.NEXT_TRANSPORT, Party.TARGET, false),
  /** The target doesn't receive this type of item. */
  TARGET_REFUSES(Reaction.GIVE_UP, Party.TARGET, false),
  /** The target knows a newer epoch: somebody else carries on. */
  SUPERSEDED(Reaction.GIVE_UP, Party.NEITHER, false),
  /** The target was told to stop. */
  CANCELLED(Reaction.GIVE_UP, Party.NEITHER, false),
  /** The grant was refused: wrong key, or a clock far off. Trying again changes nothing. */
  UNAUTHORISED(Reaction.GIVE_UP, Party.NEITHER, false),
  /**
   * Both ends of a call speak TLS and don't trust one another: wrong authority, expired, another
   * host's name. An agent that says so of a source asks for another one.
   */
  UNTRUSTED_PEER(Reaction.GIVE_UP, Party.NEITHER, false),
  /** Not tried: the circuit breaker of the node and transport is open. */
  BREAKER_OPEN(Reaction.NEXT_TRANSPORT, Party.NEITHER, false),
  /** A fault of the transport itself. */
  INTERNAL_ERROR(Reaction.NEXT_TRANSPORT, Party.NEITHER, false);

  private final Reaction reaction;
  private final Party party;
  private final boolean counted;

  FailureCode(Reaction reaction, Party party, boolean counted) {
    this.reaction = reaction;
    this.party = party;
    this.counted = counted;
  }

  /** What it asks for, unless the agent that reports it says otherwise. */
  public Reaction reaction() {
    return reaction;
  }

  /** Whose doing it is. */
  public Party party() {
    return party;
  }

  /** Whether that party's circuit breaker counts it. */
  public boolean counted() {
    return counted;
  }

  /** Its name in topics and on the wire: the constant in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
