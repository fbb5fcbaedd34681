package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.topology.HistoryIntake;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The rows that the history gives, folded by several threads at once: a row is a join, so the order
 * of records doesn't matter.
 */
final class HistoryFold implements AutoCloseable {

  /** Rows made of so many records still lie in the caches of a core when they are written. */
  private static final int BATCH = 256;

  private final HistoryIntake intake;
  private final ParallelScan scan;
  private final FoldedRows rows;
  private final LongAdder records = new LongAdder();
  private final LongAdder refused = new LongAdder();

  HistoryFold(HistoryLog log, ParallelScan scan, Path folder) {
    this.intake = log.intake();
    this.scan = scan;
    this.rows = new FoldedRows(new RowStore(folder));
  }

  /** Folds all that lies in the spans. */
  void fold(List<Span> spans) {
    fold(spans, itemId -> true);
  }

  /** Folds what the spans say of some items. */
  void fold(List<Span> spans, Predicate<String> items) {
    scan.chunks(spans, batch -> take(batch, items, value -> true));
  }

  /** Folds the rows of a baseline. */
  void fold(Origin origin, Predicate<String> items) {
    scan.chunks(origin.rows(), batch -> take(batch, items, origin::owns));
  }

  private void take(
      List<ConsumerRecord<byte[], byte[]>> polled,
      Predicate<String> items,
      Predicate<SpecificRecord> values) {
    for (int from = 0; from < polled.size(); from += BATCH) {
      takeBatch(polled.subList(from, Math.min(from + BATCH, polled.size())), items, values);
    }
  }

  private void takeBatch(
      List<ConsumerRecord<byte[], byte[]>> batch,
      Predicate<String> items,
      Predicate<SpecificRecord> values) {
    Map<String, Item> deltas = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      HistoryIntake.Said said = intake.read(record);
      records.increment();
      if (said.refusal() != null) {
        refused.increment();
      } else if (said.delta() != null
          && items.test(said.delta().itemId())
          && values.test(said.value())) {
        deltas.merge(said.delta().itemId(), said.delta(), Item::merge);
      }
    }
    rows.add(deltas.values());
  }

  FoldedRows rows() {
    return rows;
  }

  /** Records read. */
  long records() {
    return records.sum();
  }

  /** Records that went to dead letters when they were new. */
  long refused() {
    return refused.sum();
  }

  @Override
  public void close() {
    rows.close();
  }
}
