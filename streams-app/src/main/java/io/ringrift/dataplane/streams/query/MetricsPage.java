package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.streams.query.Vitals.Figure;
import io.ringrift.dataplane.streams.topology.BackupShares;
import io.ringrift.dataplane.streams.topology.DeadLetterCounters;
import io.ringrift.dataplane.streams.topology.IntakeCounters;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import io.ringrift.dataplane.streams.topology.StageRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueIterator;

/** The metrics in Prometheus' text format. */
final class MetricsPage {

  private final Vitals vitals;
  private final Health health;
  private final Tables tables;
  private final NodeStageStatus nodes;
  private final DeadLetterCounters deadLetters;
  private final IntakeCounters intake;
  private final BackupShares backups;
  private final InstantSource clock;

  MetricsPage(
      Vitals vitals, Health health, Tables tables, NodeStageStatus nodes, StageRuntime runtime) {
    this.vitals = vitals;
    this.health = health;
    this.tables = tables;
    this.nodes = nodes;
    this.deadLetters = runtime.deadLetters();
    this.intake = runtime.intake();
    this.backups = runtime.backups();
    this.clock = runtime.clock();
  }

  /** {@code GET /metrics}. */
  Answer answer(Query query) {
    query.allow();
    Page page = new Page();
    page.add(Metric.READY, "", health.ready() ? 1 : 0);
    page.add(Metric.STATE, label("state", vitals.state()), 1);
    page.add(Metric.PARTITIONS_HELD, "", tables.coverage().held());
    deadLetters
        .counts()
        .forEach(
            (key, count) ->
                page.add(
                    Metric.DEAD_LETTERS,
                    label("stage", key.stage()) + "," + label("code", key.code()),
                    count));
    intake
        .counts()
        .forEach(
            (key, count) ->
                page.add(
                    Metric.INTAKE_EVENTS,
                    label("way", key.way().name().toLowerCase(Locale.ROOT))
                        + ","
                        + label("result", key.taken() ? "taken" : "refused")
                        + ","
                        + label("what", key.what()),
                    count));
    backups
        .byType()
        .forEach(
            (type, share) -> {
              page.add(Metric.BACKUP_WANTED, label("type", type.name()), share.wanted());
              page.add(Metric.BACKUP_THERE, label("type", type.name()), share.there());
            });
    page.add(Metric.REGISTRY_UNREACHABLE, "", vitals.registryFault().isPresent() ? 1 : 0);
    if (nodes.here()) {
      addNodes(page);
    }
    for (Figure figure : vitals.figures()) {
      page.add(figure.metric(), label("thread", figure.thread()), figure.value());
    }
    return Answer.metrics(page.text());
  }

  private void addNodes(Page page) {
    page.add(Metric.VERDICT_SUSPENDED, "", nodes.suspended().isPresent() ? 1 : 0);
    nodes
        .lastTick()
        .ifPresent(
            tick ->
                page.add(
                    Metric.TICK_AGE,
                    "",
                    Duration.between(tick, clock.instant()).toMillis() / 1000.0));
    int online = 0;
    int offline = 0;
    try (KeyValueIterator<String, NodeState> rows =
        tables.<NodeState>table(StoreNames.NODES).all()) {
      while (rows.hasNext()) {
        if (rows.next().value.getOnline()) {
          online++;
        } else {
          offline++;
        }
      }
    } catch (ApiException e) {
      return; // Not readable at the moment: no figure is better than a wrong one.
    }
    page.add(Metric.NODES, label("online", "true"), online);
    page.add(Metric.NODES, label("online", "false"), offline);
  }

  private static String label(String name, String value) {
    return name
        + "=\""
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ")
        + "\"";
  }

  /** Samples grouped by metric, as the format wants. */
  private static final class Page {

    private final Map<Metric, StringBuilder> samples = new EnumMap<>(Metric.class);

    void add(Metric metric, String labels, double value) {
      samples
          .computeIfAbsent(metric, unused -> new StringBuilder())
          .append(metric.exposed())
          .append(labels.isEmpty() ? "" : "{" + labels + "}")
          .append(' ')
          .append(number(value))
          .append('\n');
    }

    String text() {
      StringBuilder text = new StringBuilder();
      samples.forEach(
          (metric, lines) ->
              text.append("# HELP ")
                  .append(metric.exposed())
                  .append(' ')
                  .append(metric.help())
                  .append("\n# TYPE ")
                  .append(metric.exposed())
                  .append(' ')
                  .append(metric.type())
                  .append('\n')
                  .append(lines));
      return text.toString();
    }

    private static String number(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }
}
