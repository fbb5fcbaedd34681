package io.ringrift.dataplane.streams.replay.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** One offset for each partition. */
record Offsets(Map<TopicPartition, Long> byPartition) {

  Offsets {
    byPartition = Map.copyOf(byPartition);
  }

  long of(TopicPartition partition) {
    return byPartition.getOrDefault(partition, 0L);
  }

  /** Whether none of these offsets is after its counterpart; partitions without one are 0 there. */
  boolean atMost(Offsets others) {
    return byPartition.entrySet().stream()
        .allMatch(entry -> entry.getValue() <= others.of(entry.getKey()));
  }

  /** As {@link #atMost(Offsets)}, of one topic. */
  boolean atMost(Offsets others, String topic) {
    return byPartition.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .allMatch(entry -> entry.getValue() <= others.of(entry.getKey()));
  }

  /** What lies between these offsets and later ones; spans without an offset are left out. */
  List<Span> to(Offsets ends) {
    List<Span> spans = new ArrayList<>();
    ends.byPartition.forEach(
        (partition, end) -> {
          Span span = new Span(partition, of(partition), end);
          if (span.length() > 0) {
            spans.add(span);
          }
        });
    spans.sort(
        Comparator.comparing((Span span) -> span.partition().topic())
            .thenComparingInt(span -> span.partition().partition()));
    return spans;
  }

  static long length(List<Span> spans) {
    return spans.stream().mapToLong(Span::length).sum();
  }
}
