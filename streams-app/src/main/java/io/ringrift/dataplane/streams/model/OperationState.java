package io.ringrift.dataplane.streams.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an operation stands.
 *
 * <pre>
 *   WAITING --emit--> QUEUED --started--> RUNNING --complete--> DONE
 *      ^                |  ^                 |
 *      |                |  +---lease out-----+
 *      +---- due --- BACKOFF <--failed, deferred
 *
 *   every open state --> DONE (found at the target), FAILED, CANCELLED, SUPERSEDED
 * </pre>
 */
public enum OperationState {
  /** Accepted; held with a reason, or waiting for room in the window of its priority. */
  WAITING,
  /** On its priority topic, not started. */
  QUEUED,
  /** A worker has it and renews its lease. */
  RUNNING,
  /** Waits for its next try. */
  BACKOFF,
  /** The content is at the target, verified. */
  DONE,
  /** All was tried. */
  FAILED,
  /** Nobody needs it any more. */
  CANCELLED,
  /** The item has newer content. */
  SUPERSEDED;

  private static final Set<OperationState> ENDS = EnumSet.of(DONE, FAILED, CANCELLED, SUPERSEDED);

  public boolean ended() {
    return ENDS.contains(this);
  }

  /** The one table of legal transitions; a state may always be kept while it is open. */
  public boolean mayBecome(OperationState next) {
    if (ended()) {
      return false;
    }
    if (next.ended() || next == this) {
      return true;
    }
    return switch (this) {
      case WAITING -> next == QUEUED;
      case QUEUED, RUNNING -> true;
      case BACKOFF -> next == WAITING || next == QUEUED || next == RUNNING;
      default -> false;
    };
  }
}
