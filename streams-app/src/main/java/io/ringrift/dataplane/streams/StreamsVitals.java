package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.streams.query.Metric;
import io.ringrift.dataplane.streams.query.Vitals;
import io.ringrift.dataplane.streams.topology.RegistryGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** How {@code KafkaStreams} and the registry are. */
final class StreamsVitals implements Vitals {

  /** Kafka's metrics that are shown, as group/name. */
  private static final Map<String, Metric> SHOWN =
      Map.of(
          "stream-thread-metrics/process-rate",
          Metric.PROCESS_RATE,
          "stream-thread-metrics/process-latency-max",
          Metric.PROCESS_LATENCY_MAX,
          "stream-thread-metrics/commit-latency-max",
          Metric.COMMIT_LATENCY_MAX,
          "consumer-fetch-manager-metrics/records-lag-max",
          Metric.LAG_MAX);

  private final KafkaStreams streams;
  private final RegistryGate gate;
  private final RegistryProbe probe;

  StreamsVitals(KafkaStreams streams, RegistryGate gate, RegistryProbe probe) {
    this.streams = streams;
    this.gate = gate;
    this.probe = probe;
  }

  @Override
  public String state() {
    return streams.state().name();
  }

  @Override
  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public boolean alive() {
    return !streams.state().hasStartedOrFinishedShuttingDown()
        && streams.state() != KafkaStreams.State.ERROR;
  }

  @Override
  public Optional<String> registryFault() {
    return gate.closed()
        .map(closed -> "stages wait for it since " + closed.since() + ": " + closed.reason())
        .or(probe::fault);
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    streams
        .metrics()
        .forEach(
            (name, metric) -> {
              Metric shown = SHOWN.get(name.group() + "/" + name.name());
              if (shown != null
                  && wholeThread(name)
                  && metric.metricValue() instanceof Double value
                  && !value.isNaN()) {
                figures.add(new Figure(shown, thread(name), value));
              }
            });
    return figures;
  }

  /** Consumers tell their lag by partition as well. */
  private static boolean wholeThread(MetricName name) {
    return !name.tags().containsKey("topic");
  }

  private static String thread(MetricName name) {
    String thread = name.tags().getOrDefault("thread-id", name.tags().get("client-id"));
    return thread == null ? "" : thread;
  }
}
