package io.ringrift.dataplane.agent.fetch;

import java.io.IOException;
import java.util.Locale;

/** How a pull can fail; the lower-case name is what callers see. */
public enum FailureCode {
  /** No connection, a cut one, or an answer that makes no sense. */
  UNREACHABLE(Reaction.RETRY_SAME),
  /** Connected, but no bytes for too long. */
  STALLED(Reaction.RETRY_SAME),
  /** The source has no free slot. */
  SOURCE_BUSY(Reaction.RETRY_SAME),
  /** The source does not have this content (any more). */
  SOURCE_MISSING(Reaction.OTHER_SOURCE),
  /** What came does not have the ordered hash: evidence against the source. */
  CHECKSUM_MISMATCH(Reaction.OTHER_SOURCE),
  /** The source does not accept the grant. */
  UNAUTHORISED(Reaction.GIVE_UP),
  /** The target's disk is full. */
  DISK_FULL(Reaction.GIVE_UP),
  /** The target can't write the file for another reason. */
  TARGET_IO(Reaction.GIVE_UP),
  /** A file that nobody has looked at yet appeared where the item would go. */
  TARGET_CHANGED(Reaction.RETRY_SAME),
  /** A later epoch ordered other content. */
  SUPERSEDED(Reaction.GIVE_UP),
  CANCELLED(Reaction.GIVE_UP),
  /** A fault of the agent itself. */
  INTERNAL_ERROR(Reaction.NEXT_TRANSPORT);

  private final Reaction reaction;

  FailureCode(Reaction reaction) {
    this.reaction = reaction;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which of the target's own troubles an exception of its disk is. */
  public static FailureCode ofDisk(IOException e) {
    // The JDK has no type for ENOSPC.
    return String.valueOf(e.getMessage()).contains("No space left") ? DISK_FULL : TARGET_IO;
  }

  public Reaction reaction() {
    return reaction;
  }
}
