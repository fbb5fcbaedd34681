package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.worker.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All values of a topic, in order of arrival. For one thread. */
final class FollowedTopic<V> implements AutoCloseable {
  private final Topic<V> topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<V> values = new ArrayList<>();

  FollowedTopic(TestBroker broker, Topic<V> topic) {
    this.topic = topic;
    this.consumer =
        new KafkaConsumer<>(
            new HashMap<>(broker.addresses()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < topic.policy().partitions(); i++) {
      all.add(new TopicPartition(topic.name(), i));
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** Values so far. */
  List<V> values() {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(
            record ->
                values.add(topic.value().deserializer().deserialize(topic.name(), record.value())));
    return List.copyOf(values);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
