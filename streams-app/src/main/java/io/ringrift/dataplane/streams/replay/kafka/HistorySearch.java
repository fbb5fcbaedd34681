package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.topology.HistoryIntake;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds the records that speak of given items.
 *
 * <p>Of topics that are keyed by item only the partitions of these items are read, and only records
 * with their keys are decoded. Events have any key: all their partitions are read, and those are
 * decoded in whose bytes an id occurs.
 */
final class HistorySearch {

  /** With more ids than this decoding an event costs less than looking for each in its bytes. */
  private static final int SOUGHT = 8;

  private final HistoryIntake intake;
  private final ParallelScan scan;
  private final Map<String, byte[]> ids = new TreeMap<>();

  HistorySearch(HistoryLog log, ParallelScan scan, Collection<String> items) {
    this.intake = log.intake();
    this.scan = scan;
    items.forEach(id -> ids.put(id, id.getBytes(StandardCharsets.UTF_8)));
  }

  /** The spans that can hold something. */
  List<Span> narrow(List<Span> spans) {
    return spans.stream().filter(span -> canHold(span.partition())).toList();
  }

  private boolean canHold(TopicPartition partition) {
    return !intake.keyedByItem(partition.topic())
        || partitions(intake.partitions(partition.topic())).contains(partition.partition());
  }

  private Set<Integer> partitions(int count) {
    Set<Integer> partitions = new HashSet<>();
    ids.values().forEach(id -> partitions.add(Utils.toPositive(Utils.murmur2(id)) % count));
    return partitions;
  }

  /** What the spans say of the items, in the order of the log's time. */
  List<HistoryEntry> search(List<Span> spans) {
    ConcurrentLinkedQueue<HistoryEntry> found = new ConcurrentLinkedQueue<>();
    scan.chunks(
        narrow(spans),
        batch -> {
          for (ConsumerRecord<byte[], byte[]> record : batch) {
            look(record, found);
          }
        });
    List<HistoryEntry> entries = new ArrayList<>(found);
    entries.sort(HistoryEntry.ORDER);
    return entries;
  }

  private void look(ConsumerRecord<byte[], byte[]> record, Collection<HistoryEntry> found) {
    String keyed = intake.keyedByItem(record.topic()) ? named(record.key()) : null;
    if (keyed == null && (intake.keyedByItem(record.topic()) || !mayName(record.value()))) {
      return;
    }
    HistoryIntake.Said said = intake.read(record);
    String itemId = keyed != null ? keyed : said.delta() == null ? null : said.delta().itemId();
    if (itemId == null || !ids.containsKey(itemId)) {
      return;
    }
    found.add(
        new HistoryEntry(
            itemId,
            Instant.ofEpochMilli(record.timestamp()),
            record.topic(),
            record.partition(),
            record.offset(),
            said.refusal() == null
                ? Words.of(said.value())
                : "refused, " + said.refusal().code() + ": " + said.refusal().cause(),
            said.value(),
            said.refusal()));
  }

  /** The item whose id the key is; null: none of ours. */
  private String named(byte[] key) {
    String name = key == null ? null : new String(key, StandardCharsets.UTF_8);
    return name != null && ids.containsKey(name) ? name : null;
  }

  private boolean mayName(byte[] value) {
    return value != null
        && (ids.size() > SOUGHT || ids.values().stream().anyMatch(id -> contains(value, id)));
  }

  /** Avro writes text as it is. */
  private static boolean contains(byte[] bytes, byte[] part) {
    for (int start = 0; start <= bytes.length - part.length; start++) {
      if (Arrays.equals(bytes, start, start + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
