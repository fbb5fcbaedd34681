package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.topology.Refusal;
import java.time.Instant;
import java.util.Comparator;
import org.apache.avro.specific.SpecificRecord;

/**
 * One record of the history that speaks of an item.
 *
 * @param at log time
 * @param words what it says, for people
 * @param value null when it can't be decoded
 * @param refusal why it went to dead letters; null for records that were taken
 */
public record HistoryEntry(
    String itemId,
    Instant at,
    String topic,
    int partition,
    long offset,
    String words,
    SpecificRecord value,
    Refusal refusal) {

  /** As it happened: by log time; records of one partition by offset. */
  static final Comparator<HistoryEntry> ORDER =
      Comparator.comparing(HistoryEntry::at)
          .thenComparing(HistoryEntry::topic)
          .thenComparingInt(HistoryEntry::partition)
          .thenComparingLong(HistoryEntry::offset);

  /** {@code dataplane.inventory-1@42}. */
  public String position() {
    return topic + "-" + partition + "@" + offset;
  }
}
