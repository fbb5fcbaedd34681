package io.ringrift.dataplane.local.deadletter;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.streams.deadletter.Letter;
import io.ringrift.dataplane.streams.deadletter.LetterHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes letters again where they came from, each once.
 *
 * <p>The record and the note that says so are one transaction, so there is never one without the
 * other. All redrives share a transactional id: one that begins ends any other that runs, and reads
 * the notes only after that, so two at a time can't publish a letter twice.
 */
public final class Redrive implements AutoCloseable {
  private static final String TRANSACTIONAL_ID = "dataplane-redrive";
  private static final int PATIENCE_MILLIS = 10_000;

  /** Letters in a transaction: far from its timeout, and few commits. */
  private static final int BATCH = 200;

  private final String letters;
  private final Producer<byte[], byte[]> producer;

  private Redrive(String letters, Producer<byte[], byte[]> producer) {
    this.letters = letters;
    this.producer = producer;
  }

  /**
   * Connects, and ends any other redrive that runs. Read the letters only after this.
   *
   * @param letters name of the dead letters' topic
   */
  public static Redrive open(Settings settings, String letters) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    // The largest topics take 4 MiB, and what was refused there may be as large.
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 5 << 20);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return new Redrive(letters, producer);
    } catch (KafkaException e) {
      producer.close();
      throw failure(e);
    }
  }

  /**
   * Publishes letters that were not published again yet.
   *
   * @param value instead of the letter's own; null: its own
   * @return where each lies now, in their order
   * @throws Failure if they can't be published; those returned before are
   */
  public List<String> publish(List<Letter> all, byte[] value) {
    List<String> where = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      where.addAll(batch(all.subList(from, Math.min(all.size(), from + BATCH)), value));
    }
    return where;
  }

  private List<String> batch(List<Letter> batch, byte[] value) {
    try {
      producer.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      batch.forEach(letter -> sent.add(producer.send(again(letter, value))));
      List<String> where = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        RecordMetadata at = sent.get(i).get();
        where.add(at.topic() + "-" + at.partition() + "@" + at.offset());
        producer.send(note(batch.get(i), where.get(i)));
      }
      producer.commitTransaction();
      return where;
    } catch (ExecutionException e) {
      throw aborted(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw aborted(e);
    } catch (KafkaException e) {
      throw aborted(e);
    }
  }

  private Failure aborted(Throwable cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      cause.addSuppressed(e); // The broker ends it by itself when its time is over.
    }
    return failure(cause);
  }

  /** To the partition where it was refused, unless just that was wrong with it. */
  private ProducerRecord<byte[], byte[]> again(Letter letter, byte[] value) {
    Headers headers = new RecordHeaders(letter.record().headers());
    LetterHeaders.OF_LETTERS.forEach(headers::remove);
    headers.remove(LetterHeaders.REDRIVEN_FROM);
    headers.add(LetterHeaders.REDRIVEN_FROM, LetterHeaders.bytes(letters + "-" + letter.id()));
    boolean byKey = "wrong_partition".equals(letter.error());
    return new ProducerRecord<>(
        letter.topic(),
        byKey ? null : letter.partition().orElse(null),
        letter.record().key(),
        value == null ? letter.record().value() : value,
        headers);
  }

  private ProducerRecord<byte[], byte[]> note(Letter letter, String where) {
    Headers headers = new RecordHeaders();
    headers.add(LetterHeaders.REDRIVEN, LetterHeaders.bytes(letter.id().toString()));
    headers.add(LetterHeaders.REDRIVEN_TO, LetterHeaders.bytes(where));
    return new ProducerRecord<>(
        letters, letter.id().partition(), null, (byte[]) null, (byte[]) null, headers);
  }

  private static Failure failure(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof ProducerFencedException
          || each instanceof InvalidProducerEpochException) {
        return Failure.unreachable("another redrive began and ended this one", cause)
            .next("the same command again goes on: what was published is remembered");
      }
    }
    return Failure.unreachable("not published: " + cause.getMessage(), cause)
        .next("the same command again goes on: what was published is remembered");
  }

  @Override
  public void close() {
    producer.close();
  }
}
