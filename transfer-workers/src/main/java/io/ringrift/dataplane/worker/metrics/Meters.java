package io.ringrift.dataplane.worker.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;

/** The values of all {@link WorkerMetric}s, in Prometheus' text format. Thread safe. */
public final class Meters {
  private final Map<WorkerMetric, Map<List<String>, DoubleAdder>> sums =
      new EnumMap<>(WorkerMetric.class);
  private final Map<WorkerMetric, Map<List<String>, DoubleSupplier>> gauges =
      new EnumMap<>(WorkerMetric.class);

  public Meters() {
    for (WorkerMetric metric : WorkerMetric.values()) {
      sums.put(metric, new ConcurrentHashMap<>());
      gauges.put(metric, new ConcurrentHashMap<>());
    }
  }

  /**
   * Adds to a meter, which may also go down.
   *
   * @param labels values, in the order of {@link WorkerMetric#labels}
   */
  void add(WorkerMetric metric, double amount, String... labels) {
    check(metric, labels);
    sums.get(metric).computeIfAbsent(List.of(labels), key -> new DoubleAdder()).add(amount);
  }

  /** Counts one. */
  public void count(WorkerMetric metric, String... labels) {
    add(metric, 1, labels);
  }

  /** Has a gauge read when asked for. */
  public void gauge(WorkerMetric metric, DoubleSupplier value, String... labels) {
    check(metric, labels);
    gauges.get(metric).put(List.of(labels), value);
  }

  /** All of them as text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (WorkerMetric metric : WorkerMetric.values()) {
      String name = metric.fullName();
      text.append("# HELP ").append(name).append(' ').append(metric.help()).append('\n');
      text.append("# TYPE ").append(name).append(' ');
      text.append(metric.type().name().toLowerCase(Locale.ROOT)).append('\n');
      Map<String, Double> samples = new TreeMap<>();
      sums.get(metric).forEach((labels, sum) -> samples.put(key(metric, labels), sum.sum()));
      gauges
          .get(metric)
          .forEach((labels, gauge) -> samples.put(key(metric, labels), gauge.getAsDouble()));
      samples.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
    }
    return text.toString();
  }

  private static void check(WorkerMetric metric, String... labels) {
    if (labels.length != metric.labels().size()) {
      throw new IllegalArgumentException(
          metric + " has labels " + metric.labels() + ", given were " + List.of(labels));
    }
  }

  private static String key(WorkerMetric metric, List<String> values) {
    if (values.isEmpty()) {
      return metric.fullName();
    }
    StringBuilder key = new StringBuilder(metric.fullName()).append('{');
    for (int i = 0; i < values.size(); i++) {
      key.append(i == 0 ? "" : ",").append(metric.labels().get(i)).append("=\"");
      key.append(values.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      key.append('"');
    }
    return key.append('}').toString();
  }
}
