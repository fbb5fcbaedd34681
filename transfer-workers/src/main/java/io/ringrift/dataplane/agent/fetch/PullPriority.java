package io.ringrift.dataplane.agent.fetch;

/** Urgency of a pull, most urgent first. CRITICAL has slots of its own. */
public enum PullPriority {
  CRITICAL(16, 0),
  HIGH(8, 1),
  NORMAL(4, 3),
  LOW(2, 5),
  COLD_STORAGE(1, 7);

  private static final String URGENCY = "u=";

  private final int weight;
  private final int urgency;

  PullPriority(int weight, int urgency) {
    this.weight = weight;
    this.urgency = urgency;
  }

  /** Share of a node's bandwidth beside others that want it. */
  public int weight() {
    return weight;
  }

  /** For the header {@code Priority} of RFC 9218, by which a source learns how urgent it is. */
  public String header() {
    return URGENCY + urgency;
  }

  /** What the header says; NORMAL, as in the RFC, where it says nothing that is known. */
  public static PullPriority ofHeader(String header) {
    for (PullPriority priority : values()) {
      if (priority.header().equals(header)) {
        return priority;
      }
    }
    return NORMAL;
  }
}
