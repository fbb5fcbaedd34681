package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.contract.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The one producer of a worker: idempotent, acknowledged by all replicas. Thread safe. */
public final class Outbox implements AutoCloseable {
  /**
   * How long one send may take in all. Together with {@link #BLOCK} it stays below the lock of a
   * share record (15 s): a start that could not be told is known to be untold while the record can
   * still be handed back.
   */
  static final Duration DELIVERY = Duration.ofSeconds(9);

  /** How long a send may wait for metadata or room before it is under way. */
  static final Duration BLOCK = Duration.ofSeconds(4);

  private final Producer<byte[], byte[]> producer;

  /**
   * @param kafka settings of Kafka clients; what exactness hangs on is overruled
   */
  public Outbox(Map<String, Object> kafka, String clientId) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends one record.
   *
   * @throws org.apache.kafka.common.KafkaException if it can't even be put under way, for instance
   *     since the registry doesn't answer
   */
  <V> Future<RecordMetadata> send(Topic<V> topic, String key, V value) {
    return send(topic, key, value, null);
  }

  /** The same, told of the end. */
  <V> Future<RecordMetadata> send(Topic<V> topic, String key, V value, Callback callback) {
    byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
    return producer.send(
        new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), bytes), callback);
  }

  /** Sends a record as it is. */
  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return producer.send(record);
  }

  @Override
  public void close() {
    producer.close(DELIVERY);
  }
}
