package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicCreation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What services, workers and onlookers do with the topics, for tests; reads are read_committed. */
public final class TopicTalk implements AutoCloseable {

  private final String bootstrapServers;
  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<String, KafkaConsumer<String, ?>> readers = new HashMap<>();

  /** Creates the topics that are missing. */
  public TopicTalk(String bootstrapServers, String registryUrl) {
    this.bootstrapServers = bootstrapServers;
    this.topics = new Topics(Map.of("schema.registry.url", registryUrl), 3);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      new TopicCreation(admin, Duration.ofSeconds(30), Optional.empty()).create(topics.all());
    }
  }

  public Topics topics() {
    return topics;
  }

  /** Returns when the broker has it. */
  public <V> void send(Topic<V> topic, String key, V value) {
    sendLater(topic, key, value);
    flush();
  }

  /** To be followed by {@link #flush}. */
  public <V> void sendLater(Topic<V> topic, String key, V value) {
    byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
    producer.send(new ProducerRecord<>(topic.name(), key, bytes));
  }

  public void flush() {
    producer.flush();
  }

  /** What came since the last call. */
  public <V> List<V> newValues(Topic<V> topic) {
    return newValues(topic, "");
  }

  /** What came since the last call of this reader; each reader begins at the first record. */
  public <V> List<V> newValues(Topic<V> topic, String reader) {
    List<V> values = new ArrayList<>();
    for (ConsumerRecord<String, V> record : poll(topic, reader)) {
      if (record.value() != null) {
        values.add(record.value());
      }
    }
    return values;
  }

  /** The last value of each key. */
  public <V> Map<String, V> table(Topic<V> topic) {
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

  public <V> SortedSet<Integer> partitionsWritten(Topic<V> topic) {
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
    topics.close();
  }

  /** What a worker says of an operation. */
  public void result(DataOperation op, TransferResultType type) {
    send(topics().transferResults(), op.getItemId(), WorkerWords.of(op, type, Instant.now(), 1));
  }
}
