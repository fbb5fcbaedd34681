package io.ringrift.dataplane.streams.manifest;

/** State of a replica; all but ABSENT and SUSPECT depend on more than the replica itself. */
public enum ReplicaState {
  AVAILABLE,
  /** An open operation brings it. */
  COPYING,
  /** Other content under the same id. */
  OUTDATED,
  /** Its node is offline, or not known yet. */
  UNREACHABLE,
  /** Evidence of damage. */
  SUSPECT,
  /** Its agent was told to remove it. */
  LEAVING,
  /** Its node is declared gone for good. */
  LOST,
  ABSENT
}
