package io.ringrift.dataplane.local.kafka;

import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.output.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** How commands read topics: all of it, committed records only, in no group, soon told if not. */
public final class WholeTopics {
  private static final int PATIENCE_MILLIS = 10_000;

  private WholeTopics() {}

  /** Settings of such a consumer. */
  public static Map<String, Object> config(Settings settings) {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    return config;
  }

  /**
   * The partitions of a topic.
   *
   * @throws Failure if there is no such topic
   */
  public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
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
}
