package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.manifest.Item;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rows that the live application has published, as of the end of the topic. */
final class LiveManifest implements AutoCloseable {

  private final HistoryLog log;
  private final Topic<ManifestItem> topic;
  private final ParallelScan scan;
  private final RowStore rows;
  private final ReplayProgress progress;
  private Offsets read;

  LiveManifest(HistoryLog log, ParallelScan scan, Path folder, ReplayProgress progress) {
    this.log = log;
    this.topic = log.topics().manifest();
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
    progress.begin("live manifest", Offsets.length(spans));
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

  /** Rows as they were published, by item id. */
  RowStore rows() {
    return rows;
  }

  /** Null for null. */
  Item item(byte[] published) {
    return published == null
        ? null
        : ItemCodec.toModel(topic.value().deserializer().deserialize(topic.name(), published))
            .item();
  }

  @Override
  public void close() {
    rows.close();
  }
}
