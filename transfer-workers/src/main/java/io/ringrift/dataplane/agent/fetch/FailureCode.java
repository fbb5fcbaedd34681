package io.ringrift.dataplane.agent.fetch;

import java.io.IOException;
import java.util.Locale;

/** How a pull can fail; the lower-case name is what callers see. */
public enum FailureCode {
  UNREACHABLE(
      Reaction.RETRY_SAME,
      "no connection to the source, one that was cut again and again, or answers that make no"
          + " sense"),
  STALLED(Reaction.RETRY_SAME, "the source is connected and sent nothing for `agent.patience.ms`"),
  SOURCE_BUSY(Reaction.RETRY_SAME, "the source had no free slot for `agent.patience.ms`"),
  SOURCE_MISSING(
      Reaction.OTHER_SOURCE, "the source does not have this content (any more), or can't read it"),
  SOURCE_LACKS_TRANSPORT(
      Reaction.NEXT_TRANSPORT, "the source can't serve this content by the ordered transport"),
  CHECKSUM_MISMATCH(
      Reaction.OTHER_SOURCE, "what came has another hash than was ordered; it was discarded"),
  UNAUTHORISED(
      Reaction.GIVE_UP, "the source refuses the grant; RETRY_SAME if it has merely expired"),
  UNTRUSTED_PEER(
      Reaction.OTHER_SOURCE,
      "this node and the one it calls speak TLS and don't trust one another: another authority, an"
          + " expired certificate, or another host's"),
  DISK_FULL(Reaction.GIVE_UP, "the target's disk is full"),
  TARGET_IO(Reaction.GIVE_UP, "the target can't write the file for another reason"),
  TARGET_CHANGED(
      Reaction.RETRY_SAME,
      "a file stands where the item would go that nobody has looked at yet, or of which the order"
          + " knew nothing"),
  NOT_RELAYED(
      Reaction.RETRY_SAME, "the bucket doesn't hold (any more) what the source is to leave there"),
  BUCKET_AWAY(Reaction.RETRY_SAME, "the bucket, or the agent that speaks for it, doesn't answer"),
  TARGET_BUSY(
      Reaction.RETRY_SAME,
      "the target to which this node brings it had no room for `agent.patience.ms`"),
  TARGET_AWAY(Reaction.RETRY_SAME, "the target to which this node brings it doesn't answer"),
  PROGRAM_FAILED(
      Reaction.NEXT_TRANSPORT,
      "the program that carries the bytes doesn't work, here or at the source"),
  SUPERSEDED(Reaction.GIVE_UP, "a later epoch ordered other content"),
  CANCELLED(Reaction.GIVE_UP, "by request, or the agent shuts down"),
  INTERNAL_ERROR(Reaction.NEXT_TRANSPORT, "a fault of the agent itself");

  private final Reaction reaction;
  private final String meaning;

  FailureCode(Reaction reaction, String meaning) {
    this.reaction = reaction;
    this.meaning = meaning;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it asks for, unless a failure says otherwise. */
  public Reaction reaction() {
    return reaction;
  }

  /** For the reference page. */
  public String meaning() {
    return meaning;
  }

  /** Which of the target's own troubles an exception of its disk is. */
  public static FailureCode ofDisk(IOException e) {
    // The JDK has no type for ENOSPC.
    return String.valueOf(e.getMessage()).contains("No space left") ? DISK_FULL : TARGET_IO;
  }
}
