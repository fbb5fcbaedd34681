package io.ringrift.dataplane.worker.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/**
 * Records that are no operations, for people to look at: key and value as they came, headers that
 * say where from and why.
 */
public final class DeadLetters {
  /** A cause quotes what it found; the whole of a bad field is in the value anyway. */
  private static final int LONGEST_CAUSE = 1000;

  private final Outbox outbox;
  private final String topic;
  private final Consumer<String> counter;

  /**
   * @param counter told the error of each that was published
   */
  public DeadLetters(Outbox outbox, String topic, Consumer<String> counter) {
    this.outbox = outbox;
    this.topic = topic;
    this.counter = counter;
  }

  /**
   * Publishes one and waits until that is acknowledged.
   *
   * @param error a stable word, for counting
   * @param cause for people
   * @return why it was not; empty: it was
   */
  public Optional<String> publish(
      ConsumerRecord<byte[], byte[]> record, String error, String cause) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
    Headers headers = letter.headers();
    put(headers, "error", error);
    put(headers, "cause", cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE)));
    put(headers, "topic", record.topic());
    put(headers, "partition", Integer.toString(record.partition()));
    put(headers, "offset", Long.toString(record.offset()));
    put(headers, "timestamp", Long.toString(record.timestamp()));
    put(headers, "stage", "worker");
    try {
      outbox.send(letter).get();
      counter.accept(error);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (KafkaException e) {
      return Optional.of(e.toString());
    }
  }

  private static void put(Headers headers, String name, String value) {
    String full = "dataplane." + name;
    headers.remove(full);
    headers.add(full, value.getBytes(StandardCharsets.UTF_8));
  }
}
