package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.contract.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.rocksdb.RocksIterator;

/** The last value of each key that the live application has published, as of the topic's end. */
final class LiveTable<V> implements AutoCloseable {

  private final HistoryLog log;
  private final Topic<V> topic;
  private final ParallelScan scan;
  private final RowStore rows;
  private final ReplayProgress progress;
  private Offsets read;

  LiveTable(
      HistoryLog log, Topic<V> topic, ParallelScan scan, Path folder, ReplayProgress progress) {
    this.log = log;
    this.topic = topic;
    this.scan = scan;
    this.rows = new RowStore(folder);
    this.progress = progress;
  }

  /** Reads on to the end as it is now. */
  void catchUp() {
    if (read == null) {
      read = log.begins(List.of(topic.name()));
    }
    Offsets ends = log.ends(List.of(topic.name()));
    List<Span> spans = read.to(ends);
    progress.begin("live " + topic.name(), Offsets.length(spans));
    scan.inOrder(spans, this::take);
    read = ends;
  }

  private void take(List<ConsumerRecord<byte[], byte[]>> batch) {
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      if (record.value() == null) {
        rows.delete(record.key());
      } else {
        rows.put(record.key(), record.value());
      }
    }
  }

  /** Values as they were published, by key. */
  RowStore rows() {
    return rows;
  }

  /** Gives every key and value, in the order of the keys. */
  void forEach(BiConsumer<byte[], V> taker) {
    try (RocksIterator row = rows.rows()) {
      for (; row.isValid(); row.next()) {
        taker.accept(row.key(), value(row.value()));
      }
    }
  }

  V value(byte[] published) {
    return topic.value().deserializer().deserialize(topic.name(), published);
  }

  @Override
  public void close() {
    rows.close();
  }
}
