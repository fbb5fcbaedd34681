package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.query.EventSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Posted events into the history, by a producer of their own: whoever posts waits for the answer,
 * not for the next commit of a stage.
 */
final class PostedEvents implements EventSink, AutoCloseable {

  /** Longest wait for a confirmation: whoever posts waits that long on a query thread. */
  private static final int PATIENCE_MILLIS = 10_000;

  private final Topic<ClusterEvent> topic;
  private final Producer<String, ClusterEvent> producer;

  PostedEvents(Map<String, Object> kafka, Topic<ClusterEvent> topic) {
    this.topic = topic;
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "dataplane-posted-events");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    producer = new KafkaProducer<>(config, new StringSerializer(), topic.value().serializer());
  }

  @Override
  public Future<RecordMetadata> publish(String key, ClusterEvent event) {
    return producer.send(new ProducerRecord<>(topic.name(), key, event));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
