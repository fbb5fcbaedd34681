package io.ringrift.dataplane.local.kafka;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.contract.registry.RegistryException;
import io.ringrift.dataplane.contract.registry.RegistryUnreachableException;
import io.ringrift.dataplane.local.output.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Publishes events as a service would: an ordinary producer, Avro, the registry. */
public final class EventPublisher implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Topics topics;
  private final Topic<ClusterEvent> topic;
  private final Producer<String, ClusterEvent> producer;

  private EventPublisher(Topics topics, Producer<String, ClusterEvent> producer) {
    this.topics = topics;
    this.topic = topics.events();
    this.producer = producer;
  }

  /**
   * Connects.
   *
   * @throws Failure when no broker answers
   */
  public static EventPublisher open(Settings settings) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    Topics topics =
        new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "dataplane-emit");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.putAll(settings.kafka());
    return new EventPublisher(
        topics,
        new KafkaProducer<>(
            config, topics.events().key().serializer(), topics.events().value().serializer()));
  }

  /** Name of the topic it writes. */
  public String topic() {
    return topic.name();
  }

  /**
   * Returns when the broker has the event.
   *
   * @throws Failure when broker, topic or registry can't be had
   */
  public RecordMetadata publish(String key, ClusterEvent event) {
    try {
      return producer.send(new ProducerRecord<>(topic.name(), key, event)).get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (RuntimeException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unreachable("interrupted before the broker had the event", e);
    }
  }

  private Failure failure(Throwable cause) {
    if (cause instanceof RegistryUnreachableException) {
      return Failure.unreachable(cause.getMessage(), cause)
          .next("start the stack with ./dataplane up, or name it with --schema-registry-url");
    }
    if (cause instanceof RegistryException) {
      return Failure.unreachable(cause.getMessage(), cause);
    }
    if (cause instanceof TimeoutException || cause instanceof UnknownTopicOrPartitionException) {
      return Failure.unreachable(
              "can't write to " + topic.name() + ": " + cause.getMessage(), cause)
          .next("./dataplane topics create makes the topics, when they are missing");
    }
    return Failure.unreachable("the event was not taken: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    producer.close();
    topics.close();
  }
}
