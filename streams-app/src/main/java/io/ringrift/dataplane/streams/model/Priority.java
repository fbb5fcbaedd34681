package io.ringrift.dataplane.streams.model;

/** How urgent an operation is, most urgent first (seed.md, DataPriority). */
public enum Priority {
  /** Training is blocked and needs the data now. */
  CRITICAL,
  /** Training is imminent. */
  HIGH,
  /** Regular sync. */
  NORMAL,
  /** Background replication. */
  LOW,
  /** Backup. */
  COLD_STORAGE;

  public boolean higherThan(Priority other) {
    return compareTo(other) < 0;
  }

  /** CRITICAL and HIGH are never held or slowed: doing so made the old system spiral. */
  public boolean neverHeld() {
    return this == CRITICAL || this == HIGH;
  }
}
