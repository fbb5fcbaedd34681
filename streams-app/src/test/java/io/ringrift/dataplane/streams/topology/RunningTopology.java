package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** The whole topology on a real broker, with words to talk to it; reads are read_committed. */
final class RunningTopology implements AutoCloseable {

  private final String bootstrapServers;
  private final Topics topics;
  private final KafkaStreams streams;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<String, KafkaConsumer<String, ?>> readers = new HashMap<>();

  private RunningTopology(
      String bootstrapServers,
      Topics topics,
      KafkaStreams streams,
      KafkaProducer<String, byte[]> producer) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
    this.streams = streams;
    this.producer = producer;
  }

  static RunningTopology start(String bootstrapServers, String registryUrl, Path state) {
    Topics topics = new Topics(Map.of("schema.registry.url", registryUrl), 3);
    create(bootstrapServers, topics);
    KafkaStreams streams =
        new KafkaStreams(
            DataPlaneTopology.build(
                topics,
                StageRuntime.of(Clock.systemUTC()),
                IntakeChecks.none(),
                DataPlaneTopology.Policies.standard(3),
                new NodeStageStatus()),
            properties(bootstrapServers, state));
    streams.start();
    return new RunningTopology(
        bootstrapServers,
        topics,
        streams,
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer()));
  }

  private static Properties properties(String bootstrapServers, Path state) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("application.id", "three-partitions");
    properties.put("state.dir", state.toString());
    properties.put("processing.guarantee", "exactly_once_v2");
    properties.put("commit.interval.ms", "30");
    properties.put("num.stream.threads", "2");
    properties.put("statestore.cache.max.bytes", "0");
    properties.put("ensure.explicit.internal.resource.naming", "true");
    properties.put("processing.exception.handler.global.enabled", "true");
    return properties;
  }

  private static void create(String bootstrapServers, Topics topics) {
    List<NewTopic> all =
        topics.all().stream()
            .map(t -> new NewTopic(t.name(), t.policy().partitions(), (short) 1))
            .toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(all).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("topics could not be created", e);
    }
  }

  Topics topics() {
    return topics;
  }

  <V> void send(Topic<V> topic, String key, V value) {
    byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
    producer.send(new ProducerRecord<>(topic.name(), key, bytes));
    producer.flush();
  }

  /** What came since the last call. */
  <V> List<V> newValues(Topic<V> topic) {
    return newValues(topic, "");
  }

  /** What came since the last call of this reader; each reader begins at the first record. */
  <V> List<V> newValues(Topic<V> topic, String reader) {
    List<V> values = new ArrayList<>();
    for (ConsumerRecord<String, V> record : poll(topic, reader)) {
      if (record.value() != null) {
        values.add(record.value());
      }
    }
    return values;
  }

  /** The last value of each key. */
  <V> Map<String, V> table(Topic<V> topic) {
    Map<String, V> table = new HashMap<>();
    try (KafkaConsumer<String, V> consumer = consumer(topic)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, V> record : consumer.poll(Duration.ofMillis(100))) {
          table.put(record.key(), record.value());
        }
      }
    }
    return table;
  }

  <V> SortedSet<Integer> partitionsWritten(Topic<V> topic) {
    SortedSet<Integer> written = new TreeSet<>();
    try (KafkaConsumer<String, V> consumer = consumer(topic)) {
      consumer
          .endOffsets(consumer.assignment())
          .forEach(
              (partition, end) -> {
                if (end > 0) {
                  written.add(partition.partition());
                }
              });
    }
    return written;
  }

  @SuppressWarnings("unchecked")
  private <V> Iterable<ConsumerRecord<String, V>> poll(Topic<V> topic, String reader) {
    KafkaConsumer<String, V> consumer =
        (KafkaConsumer<String, V>)
            readers.computeIfAbsent(topic.name() + reader, name -> consumer(topic));
    return consumer.poll(Duration.ofMillis(200));
  }

  private <V> KafkaConsumer<String, V> consumer(Topic<V> topic) {
    KafkaConsumer<String, V> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            topic.value().deserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < topic.policy().partitions(); i++) {
      partitions.add(new TopicPartition(topic.name(), i));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  @Override
  public void close() {
    readers.values().forEach(KafkaConsumer::close);
    producer.close();
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(Duration.ofSeconds(20)));
    topics.close();
  }
}
