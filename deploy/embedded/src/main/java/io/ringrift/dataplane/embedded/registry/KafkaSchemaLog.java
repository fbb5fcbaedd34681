package io.ringrift.dataplane.embedded.registry;

import io.ringrift.dataplane.embedded.process.StartupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as a compacted topic with one partition.
 *
 * <p>Goal: an id is never lost and never given twice, whatever fails between registry and broker.
 *
 * <p>How: every change is one transaction of one well-known transactional id, and only what was
 * read back is applied and answered. When a write fails, nobody knows whether it was kept; so the
 * producer is thrown away, and before the next decision a new one takes over the transactional id,
 * which settles the old transaction and shuts out whoever else used the id. Then the log is read to
 * its end. A second registry on the same broker is safe for the same reason.
 */
final class KafkaSchemaLog implements SchemaLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSchemaLog.class);
  private static final int ATTEMPTS = 2;

  private final RecordCodec codec = new RecordCodec();
  private final SchemaTopic topic;
  private final SchemaReader reader;
  private final Duration patience;
  private final ReentrantLock writing = new ReentrantLock(true);

  /** Null until the first write, and after a failed one. */
  private Producer<String, String> producer;

  private KafkaSchemaLog(SchemaTopic topic, SchemaReader reader, Duration patience) {
    this.topic = topic;
    this.reader = reader;
    this.patience = patience;
  }

  /**
   * Creates the topic when it is missing and reads it to its end into the store.
   *
   * @throws StartupException when the broker can't be reached or the topic is not fit
   */
  static KafkaSchemaLog open(
      SchemaStore store, String bootstrapServers, Map<String, String> settings, Duration patience) {
    SchemaTopic topic = new SchemaTopic(bootstrapServers, settings, patience);
    topic.ensure();
    SchemaReader reader = new SchemaReader(topic.newConsumer(), store, patience);
    try {
      reader.readToEnd();
    } catch (KafkaException e) {
      reader.close();
      throw new StartupException(
          "can't read topic "
              + SchemaTopic.NAME
              + " at "
              + bootstrapServers
              + ": "
              + e.getMessage(),
          e);
    }
    return new KafkaSchemaLog(topic, reader, patience);
  }

  @Override
  public <T> T write(Supplier<Change<T>> decision) {
    if (!acquire()) {
      throw RegistryException.storeBusy();
    }
    try {
      return writeAlone(decision);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      abandonProducer();
      reader.close();
    } finally {
      writing.unlock();
    }
  }

  private <T> T writeAlone(Supplier<Change<T>> decision) {
    for (int attempt = 1; ; attempt++) {
      try {
        takeOver();
        Change<T> change = decision.get();
        if (!change.records().isEmpty()) {
          reader.readThrough(commit(change.records()));
        }
        return change.answer();
      } catch (ProducerFencedException
          | InvalidProducerEpochException
          | InvalidPidMappingException
          | InvalidTxnStateException takenOver) {
        // Another registry wrote meanwhile, or the id expired: decide again on what it wrote.
        abandonProducer();
        if (attempt == ATTEMPTS) {
          throw failed(takenOver);
        }
      } catch (KafkaException e) {
        abandonProducer();
        throw failed(e);
      }
    }
  }

  /** After this, every earlier write is either in the store or will never be in the log. */
  private void takeOver() {
    if (producer == null) {
      producer = topic.newProducer();
      producer.initTransactions();
      reader.readToEnd();
    }
  }

  /** Returns the offset of the last record. */
  private long commit(List<SchemaRecord> records) {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (SchemaRecord record : records) {
      RecordCodec.Entry entry = codec.encode(record);
      sent.add(producer.send(new ProducerRecord<>(SchemaTopic.NAME, entry.key(), entry.value())));
    }
    producer.commitTransaction();
    return offset(sent.get(sent.size() - 1));
  }

  private static long offset(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void abandonProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private boolean acquire() {
    try {
      return writing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static RegistryException failed(KafkaException cause) {
    LOG.warn("Change not acknowledged by the broker: {}", cause.getMessage());
    return RegistryException.storeFailed(cause.getMessage());
  }
}
