package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.topology.HistoryIntake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The rows that the history gives. Its records are read by several threads at once and spilled by
 * item; rows are made of one part after another. A row is a join, so the order of records doesn't
 * matter.
 */
final class HistoryFold implements AutoCloseable {

  private final HistoryIntake intake;
  private final ParallelScan scan;
  private final Spill spill;
  private final LongAdder records = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Whose rows are read; of these only the baseline's own are taken. */
  private Origin origin = Origin.NONE;

  HistoryFold(HistoryIntake intake, ParallelScan scan, Path folder) {
    this.intake = intake;
    this.scan = scan;
    this.spill = new Spill(folder, intake.topics());
  }

  /** Reads all that lies in the spans. */
  void read(List<Span> spans) {
    read(spans, hash -> true);
  }

  /**
   * Reads what the spans say of some items.
   *
   * @param wanted asked for the {@link Spill#hash} of each item's id
   */
  void read(List<Span> spans, IntPredicate wanted) {
    scan.chunks(spans, batch -> take(batch, wanted, false));
  }

  /** Reads the rows of a baseline; once at most. */
  void read(Origin baseline, IntPredicate wanted) {
    origin = baseline;
    scan.chunks(baseline.rows(), batch -> take(batch, wanted, true));
  }

  void take(List<ConsumerRecord<byte[], byte[]>> batch, IntPredicate wanted, boolean ofOrigin) {
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      byte[] itemId = itemId(record);
      if (itemId != null) {
        int hash = Spill.hash(itemId);
        if (wanted.test(hash)) {
          spill.put(hash, ofOrigin, record);
        }
      }
    }
    records.add(batch.size());
  }

  /** Null when it says nothing of an item. Only what isn't keyed by item is decoded for that. */
  private byte[] itemId(ConsumerRecord<byte[], byte[]> record) {
    if (intake.keyedByItem(record.topic()) && record.key() != null) {
      return record.key();
    }
    Item delta = said(record).delta();
    return delta == null ? null : delta.itemId().getBytes(StandardCharsets.UTF_8);
  }

  private HistoryIntake.Said said(ConsumerRecord<byte[], byte[]> record) {
    HistoryIntake.Said said = intake.read(record);
    if (said.refusal() != null) {
      refused.increment();
    }
    return said;
  }

  /** Gives what the spans say of items at once, and keeps nothing; by several threads. */
  void each(List<Span> spans, Consumer<Item> taker) {
    scan.chunks(
        spans,
        batch -> {
          for (ConsumerRecord<byte[], byte[]> record : batch) {
            Item delta = said(record).delta();
            if (delta != null) {
              taker.accept(delta);
            }
          }
          records.add(batch.size());
        });
  }

  /** All that was read, to be taken beside other spills. */
  Spill spill() {
    return spill;
  }

  /**
   * The rows of a group, by item id.
   *
   * @param side which of the group's spills is this one's
   */
  Map<String, Item> rows(SpillGroups.Group group, int side) {
    Map<String, Item> rows = new TreeMap<>();
    group.records(
        side,
        (record, ofOrigin) -> {
          HistoryIntake.Said said = said(record);
          if (said.delta() != null && (!ofOrigin || origin.owns(said.value()))) {
            rows.merge(said.delta().itemId(), said.delta(), Item::merge);
          }
        });
    return rows;
  }

  /** Some of the rows. */
  @FunctionalInterface
  interface Rows {

    /** Gives each once. */
    void forEach(Consumer<Item> taker);
  }

  /**
   * Takes all rows.
   *
   * @param taker called by several threads at once
   */
  void inParts(int threads, Consumer<Rows> taker) {
    spill.inParts(
        threads,
        groups ->
            taker.accept(rows -> groups.forEach(group -> rows(group, 0).values().forEach(rows))));
  }

  /** Of all rows. */
  Digest digest(int threads) {
    AtomicReference<Digest> digest = new AtomicReference<>(Digest.EMPTY);
    inParts(
        threads,
        rows -> {
          Digest.Sum sum = new Digest.Sum();
          rows.forEach(sum::add);
          digest.accumulateAndGet(sum.digest(), Digest::plus);
        });
    return digest.get();
  }

  /** Records read. */
  long records() {
    return records.sum();
  }

  /** Records that went to dead letters when they were new; known once all rows were taken. */
  long refused() {
    return refused.sum();
  }

  @Override
  public void close() {
    spill.close();
  }
}
