package io.ringrift.dataplane.worker.transport;

/** What a failure asks for. Failures are typed by reaction, not by cause. */
public enum Reaction {
  /** A moment later the same may work: try again, a bounded number of times. */
  RETRY_SAME,
  /** This transport won't do it from here now; another transport, or else another source, may. */
  NEXT_TRANSPORT,
  /** This source is no good for this content, now or later: take the next one. */
  OTHER_SOURCE,
  /** Nothing a worker can do helps: tell the ledger. */
  GIVE_UP
}
