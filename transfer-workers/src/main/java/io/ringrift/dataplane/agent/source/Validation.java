package io.ringrift.dataplane.agent.source;

/** What an agent knows of the inside of a file. */
public enum Validation {
  /** Read whole and found good. */
  VALID,
  /** Read and found damaged; never served. */
  INVALID,
  /** Hashed, but not judged: received with the ordered hash. */
  CLAIMED
}
