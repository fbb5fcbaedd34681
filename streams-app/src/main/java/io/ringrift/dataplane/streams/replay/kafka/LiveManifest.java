package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.manifest.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rows that the live application has published, as of the end of the topic. */
final class LiveManifest implements AutoCloseable {

  private final HistoryLog log;
  private final Topic<ManifestItem> topic;
  private final ParallelScan scan;
  private final Spill spill;
  private final ReplayProgress progress;
  private Offsets read;

  LiveManifest(HistoryLog log, ParallelScan scan, Path folder, ReplayProgress progress) {
    this.log = log;
    this.topic = log.topics().manifest();
    this.scan = scan;
    this.spill = new Spill(folder, List.of(topic.name()));
    this.progress = progress;
    this.read = log.begins(List.of(topic.name()));
  }

  /** Reads to the end as it is now, for {@link #spill}. */
  void readAll() {
    catchUp(record -> spill.put(Spill.hash(record.key()), false, record));
  }

  /**
   * Reads on to the end as it is now.
   *
   * @param taker given the id of an item and its row as published, null when the item is gone; the
   *     later row of an item after the earlier; called by several threads at once
   */
  void catchUp(BiConsumer<String, byte[]> taker) {
    catchUp(record -> taker.accept(itemId(record), record.value()));
  }

  private void catchUp(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Offsets ends = log.ends(List.of(topic.name()));
    List<Span> spans = read.to(ends);
    progress.begin("live " + topic.name(), Offsets.length(spans));
    scan.inOrder(spans, batch -> batch.forEach(taker));
    read = ends;
  }

  /** What was published, to be taken beside other spills. */
  Spill spill() {
    return spill;
  }

  /**
   * The rows of a group as they were published last, by item id.
   *
   * @param side which of the group's spills is this one's
   */
  Map<String, byte[]> rows(SpillGroups.Group group, int side) {
    Map<String, byte[]> rows = new TreeMap<>();
    group.records(
        side,
        (record, mark) -> {
          if (record.value() == null) {
            rows.remove(itemId(record));
          } else {
            rows.put(itemId(record), record.value());
          }
        });
    return rows;
  }

  private static String itemId(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  /**
   * The registers of a published row; null for null and for what is left of an item that a repair
   * took away while operations were bringing it.
   */
  Item item(byte[] published) {
    if (published == null) {
      return null;
    }
    Item item =
        ItemCodec.toModel(topic.value().deserializer().deserialize(topic.name(), published)).item();
    return item.blank() ? null : item;
  }

  @Override
  public void close() {
    spill.close();
  }
}
