package io.ringrift.dataplane.worker.transport;

/** How urgent an operation is, most urgent first. Names are those of the contract. */
public enum Priority {
  /** A job waits for the data. Has reserved slots and is never throttled. */
  CRITICAL,
  /** Somebody asked, or training is about to. Never throttled. */
  HIGH,
  /** Routine replication. */
  NORMAL,
  /** Nice to have. */
  LOW,
  /** Backup. Slow, but always moving on. */
  COLD_STORAGE
}
