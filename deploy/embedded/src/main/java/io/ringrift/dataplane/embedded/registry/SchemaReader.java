package io.ringrift.dataplane.embedded.registry;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the committed records of the topic to the store, in order, each once. */
final class SchemaReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaReader.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<String, String> consumer;
  private final SchemaStore store;
  private final Duration patience;
  private final RecordCodec codec = new RecordCodec();

  SchemaReader(Consumer<String, String> consumer, SchemaStore store, Duration patience) {
    this.consumer = consumer;
    this.store = store;
    this.patience = patience;
    consumer.assign(List.of(SchemaTopic.PARTITION));
    consumer.seekToBeginning(List.of(SchemaTopic.PARTITION));
  }

  /** Reads what is committed now. */
  void readToEnd() {
    long end =
        consumer.endOffsets(List.of(SchemaTopic.PARTITION), patience).get(SchemaTopic.PARTITION);
    readUpTo(end);
  }

  /** Reads until the record at this offset is applied. */
  void readThrough(long offset) {
    readUpTo(offset + 1);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void readUpTo(long end) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (consumer.position(SchemaTopic.PARTITION, patience) < end) {
      if (System.nanoTime() - deadline >= 0) {
        throw new TimeoutException(
            SchemaTopic.NAME + " could not be read up to offset " + end + " within " + patience);
      }
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        apply(record);
      }
    }
  }

  private void apply(ConsumerRecord<String, String> record) {
    try {
      codec
          .decode(record.key(), record.value())
          .ifPresentOrElse(
              store::apply, () -> LOG.warn("Skipped a record of a foreign kind: {}", record.key()));
    } catch (IllegalArgumentException | RegistryException e) {
      LOG.warn(
          "Skipped a damaged record at offset {} of {}: {}",
          record.offset(),
          SchemaTopic.NAME,
          e.getMessage());
    }
  }
}
