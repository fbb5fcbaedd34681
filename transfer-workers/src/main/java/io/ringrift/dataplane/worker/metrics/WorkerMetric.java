package io.ringrift.dataplane.worker.metrics;

import java.util.List;

/**
 * Every meter of a worker. Relations: started = ended (all outcomes) + running; a transfer has one
 * attempt or more, unless no transport could be used.
 */
public enum WorkerMetric {
  STARTED("transfers_started_total", Type.COUNTER, "Operations started.", "priority"),
  ENDED("transfers_ended_total", Type.COUNTER, "Operations ended here.", "priority", "outcome"),
  SECONDS("transfer_seconds_total", Type.COUNTER, "Time of ended operations.", "outcome"),
  ATTEMPTS("attempts_total", Type.COUNTER, "Attempts made.", "transport", "outcome"),
  BYTES("received_bytes_total", Type.COUNTER, "Bytes over the wire, at targets.", "transport"),
  DEAD_LETTERS("dead_letters_total", Type.COUNTER, "Records that were no operation.", "error"),
  RUNNING("transfers_running", Type.GAUGE, "Operations that run now.", "priority"),
  SLOTS("slots", Type.GAUGE, "Slots of this worker."),
  SLOTS_IN_USE("slots_in_use", Type.GAUGE, "Slots that run or poll for work.", "priority"),
  BREAKERS_OPEN("breakers_open", Type.GAUGE, "Circuit breakers that refuse."),
  READY("ready", Type.GAUGE, "1 if it takes work and can tell of it, else 0.");

  /** As in the exposition format. */
  enum Type {
    COUNTER,
    GAUGE
  }

  private final String suffix;
  private final Type type;
  private final String help;
  private final List<String> labels;

  WorkerMetric(String suffix, Type type, String help, String... labels) {
    this.suffix = suffix;
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** Its full name. */
  public String fullName() {
    return "dataplane_worker_" + suffix;
  }

  Type type() {
    return type;
  }

  /** What it says, for people. */
  public String help() {
    return help;
  }

  /** Names of its labels, in the order of their values. */
  public List<String> labels() {
    return labels;
  }
}
