package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Our settings as those of {@code KafkaStreams}. */
final class StreamsProperties {

  /** Kafka's own keys that a setting of ours stands for: one place for each. */
  private static final Map<String, String> OURS =
      new TreeMap<>(
          Map.of(
              StreamsConfig.APPLICATION_ID_CONFIG,
              SettingCatalogue.APPLICATION_ID,
              StreamsConfig.STATE_DIR_CONFIG,
              SettingCatalogue.STATE_DIR,
              StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
              SettingCatalogue.GUARANTEE,
              StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
              SettingCatalogue.COMMIT_INTERVAL,
              StreamsConfig.NUM_STREAM_THREADS_CONFIG,
              SettingCatalogue.THREADS,
              StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
              SettingCatalogue.STANDBYS,
              ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
              SettingCatalogue.INSTANCE_ID,
              ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
              SettingCatalogue.SESSION_TIMEOUT,
              ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
              SettingCatalogue.SESSION_HEARTBEAT,
              ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
              SettingCatalogue.TRANSACTION_TIMEOUT));

  private static final int BATCH_BYTES = 128 * 1024;

  /**
   * How long a commit waits for a broker that is away. When it gives up, Streams restores the tasks
   * while the broker may still complete that commit, partition by partition, and restored stores
   * can stand at different points (ADR 0038). Less than {@code max.poll.interval.ms}, 5 min.
   */
  private static final int COMMIT_PATIENCE_MILLIS = 240_000;

  private StreamsProperties() {}

  /**
   * @param kafka keys given under {@code kafka.}, without that prefix
   */
  static void addFaults(Map<String, Object> kafka, List<String> faults) {
    OURS.forEach(
        (key, ours) -> {
          if (kafka.containsKey(key)) {
            faults.add("kafka." + key + " is not allowed, set " + ours + " instead");
          }
        });
    if (kafka.containsKey(StreamsConfig.GROUP_PROTOCOL_CONFIG)) {
      faults.add(
          "kafka.group.protocol is "
              + kafka.get(StreamsConfig.GROUP_PROTOCOL_CONFIG)
              + ", allowed: nothing; classic is what static membership needs (ADR 0003)");
    }
  }

  static Properties of(DataPlaneSettings dataPlane, int largestRecord) {
    Settings settings = dataPlane.settings();
    Properties p = new Properties();
    p.putAll(settings.kafka());
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, dataPlane.applicationId());
    p.put(StreamsConfig.STATE_DIR_CONFIG, dataPlane.stateDir().toString());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.string(SettingCatalogue.GUARANTEE));
    p.put(
        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
        settings.longInteger(SettingCatalogue.COMMIT_INTERVAL));
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.integer(SettingCatalogue.THREADS));
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.integer(SettingCatalogue.STANDBYS));
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.integer(SettingCatalogue.REPLICATION));

    p.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    p.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        settings.string(SettingCatalogue.INSTANCE_ID));
    p.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        settings.integer(SettingCatalogue.SESSION_TIMEOUT));
    p.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        settings.integer(SettingCatalogue.SESSION_HEARTBEAT));
    if (dataPlane.exactlyOnce()) {
      p.put(
          StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
          settings.integer(SettingCatalogue.TRANSACTION_TIMEOUT));
    }
    if (!p.containsKey(ProducerConfig.MAX_BLOCK_MS_CONFIG)) {
      p.putIfAbsent(
          StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), COMMIT_PATIENCE_MILLIS);
    }
    // Rows gather replicas and attempts: the broker lets them grow past a megabyte, so must we.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largestRecord);
    p.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), largestRecord);

    // Each commit ends every open batch, so these are as large as a commit's worth of one
    // partition.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    // A task with ten inputs would wait for the slowest: nothing here depends on the order between
    // topics (registers merge, epochs fence), so what is there is taken.
    p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);

    p.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    p.put("processing.exception.handler.global.enabled", true);
    p.put("ensure.explicit.internal.resource.naming", true);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class);
    p.put(SharedRocksMemory.BLOCK_CACHE_BYTES, settings.longInteger(SettingCatalogue.BLOCK_CACHE));
    p.put(
        SharedRocksMemory.WRITE_BUFFER_BYTES, settings.longInteger(SettingCatalogue.WRITE_BUFFERS));
    return p;
  }
}
