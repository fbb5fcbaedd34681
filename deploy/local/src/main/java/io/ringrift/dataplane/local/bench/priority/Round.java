package io.ringrift.dataplane.local.bench.priority;

import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.local.bench.BenchReport;
import java.util.List;
import java.util.Map;

/**
 * What was measured with so many workers.
 *
 * @param seconds that were counted
 * @param completed operations of each worker
 * @param started operations of each priority
 * @param waits of CRITICAL operations, from their event to their start, ascending, ms
 * @param waitsAtWorkers the same from their emission by the ledger
 * @param unanswered CRITICAL operations that did not start
 */
record Round(
    int workers,
    double seconds,
    Map<String, Integer> completed,
    Map<Priority, Integer> started,
    List<Long> waits,
    List<Long> waitsAtWorkers,
    int unanswered) {

  Round {
    completed = Map.copyOf(completed);
    started = Map.copyOf(started);
    waits = List.copyOf(waits);
    waitsAtWorkers = List.copyOf(waitsAtWorkers);
  }

  double operationsASecond() {
    return all() / seconds;
  }

  /** Of the starts that were not CRITICAL. */
  double coldShare() {
    double low = started.getOrDefault(Priority.LOW, 0);
    double cold = started.getOrDefault(Priority.COLD_STORAGE, 0);
    return cold / (low + cold);
  }

  void addTo(BenchReport report) {
    String with = "workers_" + workers + "_";
    int least = completed.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    int most = completed.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    report
        .figure(with + "operations_per_s", operationsASecond(), "completed, all priorities")
        .figure(with + "critical_wait_p50_ms", percentile(waitsAtWorkers, 50), "emission to start")
        .figure(with + "critical_wait_p99_ms", percentile(waitsAtWorkers, 99), "")
        .figure(with + "critical_event_p99_ms", percentile(waits, 99), "event to start")
        .figure(with + "critical_started", waits.size(), "CRITICAL operations measured")
        .figure(with + "critical_unanswered", unanswered, "that had not started 15 s later")
        .figure(with + "cold_storage_ratio", coldShare(), "of LOW and COLD_STORAGE; weights: 1/3")
        .figure(with + "worker_min", completed.size() < workers ? 0 : least, "operations a worker")
        .figure(with + "worker_mean", (double) all() / workers, "")
        .figure(with + "worker_max", most, "");
  }

  /** NaN: nothing was measured. */
  static double percentile(List<Long> ascending, int percent) {
    return ascending.isEmpty()
        ? Double.NaN
        : ascending.get((int) ((ascending.size() - 1L) * percent / 100));
  }

  private int all() {
    return completed.values().stream().mapToInt(Integer::intValue).sum();
  }
}
