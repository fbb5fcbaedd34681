package io.ringrift.dataplane.local.kafka;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.output.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic from its beginning, all partitions, committed records only, in no group: what
 * anyone outside the data plane can see.
 */
public final class TopicReader<V> implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, V> consumer;
  private final List<TopicPartition> partitions;

  private TopicReader(KafkaConsumer<String, V> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /**
   * @throws Failure when the broker or the topic isn't there
   */
  public static <V> TopicReader<V> open(Settings settings, Topic<V> topic) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    KafkaConsumer<String, V> consumer =
        new KafkaConsumer<>(config, topic.key().deserializer(), topic.value().deserializer());
    try {
      List<TopicPartition> partitions = partitions(consumer, topic.name());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new TopicReader<>(consumer, partitions);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    List<PartitionInfo> found;
    try {
      found = consumer.partitionsFor(topic);
    } catch (KafkaException e) {
      throw Failure.unreachable("can't read " + topic + ": " + e.getMessage(), e);
    }
    if (found == null || found.isEmpty()) {
      throw Failure.unreachable("there is no topic " + topic, null)
          .next("./dataplane topics create makes the topics");
    }
    return found.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
  }

  /** What to do with a record. */
  @FunctionalInterface
  public interface Sink<V> {
    void take(ConsumerRecord<String, V> record);
  }

  /** Reads on until the end as it is now. */
  public void readToEnd(Sink<V> sink) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      readMore(sink);
    }
  }

  /** Reads what comes within a moment. */
  public void readMore(Sink<V> sink) {
    consumer.poll(POLL).forEach(sink::take);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
