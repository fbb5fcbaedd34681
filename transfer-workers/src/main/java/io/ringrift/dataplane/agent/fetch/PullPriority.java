package io.ringrift.dataplane.agent.fetch;

/** Urgency of a pull, most urgent first. CRITICAL has slots of its own. */
public enum PullPriority {
  CRITICAL,
  HIGH,
  NORMAL,
  LOW,
  COLD_STORAGE
}
