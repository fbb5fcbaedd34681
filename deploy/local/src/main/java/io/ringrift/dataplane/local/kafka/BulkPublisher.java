package io.ringrift.dataplane.local.kafka;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.output.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Publishes many records of a kind: sends on while the brokers confirm what was sent. */
public final class BulkPublisher<V extends SpecificRecord> implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Topics topics;
  private final Topic<V> topic;
  private final Producer<String, V> producer;
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicReference<Exception> fault = new AtomicReference<>();

  private BulkPublisher(Topics topics, Topic<V> topic, Producer<String, V> producer) {
    this.topics = topics;
    this.topic = topic;
    this.producer = producer;
  }

  /**
   * Connects.
   *
   * @param clientId as the brokers see it
   * @param choice of the topic
   * @throws Failure when no broker answers
   */
  public static <V extends SpecificRecord> BulkPublisher<V> open(
      Settings settings, String clientId, Function<Topics, Topic<V>> choice) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    Topics topics =
        new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
    Topic<V> topic = choice.apply(topics);
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 3);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    return new BulkPublisher<>(
        topics,
        topic,
        new KafkaProducer<>(config, topic.key().serializer(), topic.value().serializer()));
  }

  /** Name of the topic it writes. */
  public String topic() {
    return topic.name();
  }

  /**
   * Sends one; waits when too many are on their way.
   *
   * @throws Failure once any could not be published
   */
  public void publish(String key, V value) {
    failIfAnyFailed();
    try {
      producer.send(
          new ProducerRecord<>(topic.name(), key, value),
          (metadata, e) -> {
            if (e == null) {
              confirmed.incrementAndGet();
            } else {
              fault.compareAndSet(null, e);
            }
          });
    } catch (KafkaException e) {
      fault.compareAndSet(null, e);
      failIfAnyFailed();
    }
  }

  /**
   * Waits for all; gives how many the brokers have.
   *
   * @throws Failure if any could not be published
   */
  public long finish() {
    producer.flush();
    failIfAnyFailed();
    return confirmed.get();
  }

  private void failIfAnyFailed() {
    Exception cause = fault.get();
    if (cause != null) {
      throw Failure.unreachable(
              "publishing to "
                  + topic.name()
                  + " stopped after "
                  + confirmed.get()
                  + " records: "
                  + cause.getMessage(),
              cause)
          .next(
              "the same command again publishes all of it; what is there already changes nothing");
    }
  }

  @Override
  public void close() {
    producer.close();
    topics.close();
  }
}
