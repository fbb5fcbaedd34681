package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.manifest.Item;
import java.nio.file.Path;

/** The rows that the live application has published, as of the end of the topic. */
final class LiveManifest implements AutoCloseable {

  private final LiveTable<ManifestItem> table;

  LiveManifest(HistoryLog log, ParallelScan scan, Path folder, ReplayProgress progress) {
    table = new LiveTable<>(log, log.topics().manifest(), scan, folder, progress);
  }

  /** Reads on to the end as it is now. */
  void catchUp() {
    table.catchUp();
  }

  /** Rows as they were published, by item id. */
  RowStore rows() {
    return table.rows();
  }

  /** Null for null. */
  Item item(byte[] published) {
    return published == null ? null : ItemCodec.toModel(table.value(published)).item();
  }

  @Override
  public void close() {
    table.close();
  }
}
