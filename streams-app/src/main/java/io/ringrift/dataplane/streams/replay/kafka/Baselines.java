package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.HistoryOffset;
import io.ringrift.dataplane.contract.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The baselines that were taken, and what to fold from. */
final class Baselines {

  private final HistoryLog log;
  private final List<Baseline> taken;

  /** Reads which there are. */
  Baselines(HistoryLog log) {
    this.log = log;
    this.taken = read(log);
  }

  private static List<Baseline> read(HistoryLog log) {
    Topic<Baseline> topic = log.topics().baselines();
    List<String> names = List.of(topic.name());
    List<Baseline> found = new ArrayList<>();
    new ParallelScan(log, 1, new ReplayProgress())
        .inOrder(
            log.begins(names).to(log.ends(names)),
            batch -> {
              for (ConsumerRecord<byte[], byte[]> record : batch) {
                if (record.value() != null) {
                  found.add(topic.value().deserializer().deserialize(topic.name(), record.value()));
                }
              }
            });
    found.sort(Comparator.comparing(Baseline::getTakenAt));
    return found;
  }

  /**
   * The beginning of the history as it is kept.
   *
   * @throws ReplayException when records are gone that no baseline covers
   */
  Origin beginning() {
    Offsets begins = log.begins();
    boolean cut = begins.byPartition().values().stream().anyMatch(offset -> offset > 0);
    if (cut && taken.stream().noneMatch(baseline -> replaces(baseline, begins))) {
      throw gone(begins);
    }
    return new Origin(null, List.of(), begins);
  }

  /** Whether the baseline covers all that lay before the beginnings, and is still there itself. */
  private boolean replaces(Baseline baseline, Offsets begins) {
    return begins.atMost(offsets(baseline.getCovers()))
        && begins.atMost(offsets(baseline.getRowsFrom()), log.topics().restatements().name());
  }

  /**
   * What to fold for the manifest as of {@code ends}, the ends at the log time {@code at}: the
   * newest baseline that covers nothing after them, or the beginning.
   *
   * @throws ReplayException when records before {@code ends} are gone that no baseline covers
   */
  Origin nearest(Offsets ends, Instant at) {
    Offsets begins = log.begins();
    Optional<Baseline> nearest =
        taken.stream()
            .filter(baseline -> offsets(baseline.getCovers()).atMost(ends))
            // Once records are dropped, the ends of an earlier time are where the rest begins.
            .filter(baseline -> !baseline.getTakenAt().isAfter(at))
            .filter(baseline -> replaces(baseline, begins))
            .reduce((earlier, later) -> later);
    if (nearest.isPresent()) {
      Baseline baseline = nearest.get();
      return new Origin(
          baseline.getBaselineId(),
          offsets(baseline.getRowsFrom()).to(offsets(baseline.getRowsTo())),
          offsets(baseline.getCovers()));
    }
    if (begins.byPartition().values().stream().anyMatch(offset -> offset > 0)) {
      throw gone(begins);
    }
    return new Origin(null, List.of(), begins);
  }

  private ReplayException gone(Offsets begins) {
    Map.Entry<TopicPartition, Long> first =
        begins.byPartition().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .min(Comparator.comparing(entry -> entry.getKey().toString()))
            .orElseThrow();
    Optional<Instant> oldest = taken.stream().map(Baseline::getTakenAt).findFirst();
    return new ReplayException(
        "the history of "
            + first.getKey()
            + " begins at offset "
            + first.getValue()
            + ", what lay before it is gone and no baseline covers it"
            + oldest.map(time -> "; the oldest baseline is of " + time).orElse(""));
  }

  static Offsets offsets(List<HistoryOffset> list) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    list.forEach(
        place ->
            offsets.put(
                new TopicPartition(place.getTopic(), place.getPartition()), place.getOffset()));
    return new Offsets(offsets);
  }
}
