package io.ringrift.dataplane.streams.simulation;

/**
 * How often things go wrong.
 *
 * @param mostDelayMs of a record on its way to a task, milliseconds
 * @param duplicates share of the records from outside that come twice
 * @param failedTransfers share of the transfers that fail
 * @param silentTransfers share of the transfers whose worker dies
 * @param exactlyOnce false: what a stage wrote before its crash stands, and is written again
 */
record Faults(
    int mostDelayMs,
    double duplicates,
    double failedTransfers,
    double silentTransfers,
    boolean exactlyOnce) {

  static final Faults NONE = new Faults(20, 0, 0, 0, true);

  static Faults many(boolean exactlyOnce) {
    return new Faults(1_500, 0.1, 0.1, 0.05, exactlyOnce);
  }
}
