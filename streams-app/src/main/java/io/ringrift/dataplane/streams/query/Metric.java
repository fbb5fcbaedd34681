package io.ringrift.dataplane.streams.query;

/**
 * Every metric of this process. Relations: ready implies state RUNNING; a verdict is suspended only
 * while ticks are fresh.
 */
public enum Metric {
  READY("dataplane_ready", "gauge", "1 if /health/ready answers 200."),
  STATE("dataplane_streams_state", "gauge", "1 for the state that the stages are in."),
  PARTITIONS_HELD(
      "dataplane_partitions_held", "gauge", "Partitions of the items stage that run here."),
  DEAD_LETTERS(
      "dataplane_dead_letters_total",
      "counter",
      "Records sent to dead letters, by stage and error code, since the start."),
  INTAKE_EVENTS(
      "dataplane_intake_events_total",
      "counter",
      "Loose events, by way, result and the event's name or the error code, since the start."),
  BACKUP_WANTED(
      "dataplane_backup_wanted_items",
      "gauge",
      "Items that the policy wants in cold storage, by type, of the partitions held here."),
  BACKUP_THERE(
      "dataplane_backup_there_items",
      "gauge",
      "Those whose current content is there; divided by those wanted: the share backed up."),
  REGISTRY_UNREACHABLE(
      "dataplane_registry_unreachable", "gauge", "1 while the schema registry can't be used."),
  NODES("dataplane_nodes", "gauge", "Nodes, by whether they are online; told where the task runs."),
  VERDICT_SUSPENDED(
      "dataplane_nodes_verdict_suspended",
      "gauge",
      "1 while silent nodes are taken for an outage and none is declared offline."),
  TICK_AGE(
      "dataplane_nodes_tick_age_seconds",
      "gauge",
      "Since when silence of nodes was not judged; grows without ticks."),
  PROCESS_RATE("dataplane_streams_process_rate", "gauge", "Records a second, by thread."),
  PROCESS_LATENCY_MAX(
      "dataplane_streams_process_latency_max_ms", "gauge", "Slowest round of a thread, 30 s."),
  COMMIT_LATENCY_MAX(
      "dataplane_streams_commit_latency_max_ms", "gauge", "Slowest commit of a thread, 30 s."),
  LAG_MAX("dataplane_streams_lag_max_records", "gauge", "Longest backlog of a thread's inputs.");

  private final String exposed;
  private final String type;
  private final String help;

  Metric(String exposed, String type, String help) {
    this.exposed = exposed;
    this.type = type;
    this.help = help;
  }

  /** Name in Prometheus. */
  public String exposed() {
    return exposed;
  }

  String type() {
    return type;
  }

  String help() {
    return help;
  }
}
