package io.ringrift.dataplane.streams.manifest;

/** What the agent found when it read the file. */
public enum Validation {
  VALID,
  INVALID,
  /** Nobody has read the content at this node; its hash is what the node says it is. */
  CLAIMED
}
