package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicCreation;
import io.ringrift.dataplane.embedded.testing.EmbeddedPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker and registry with all topics; plays the ledger and reads what workers tell. */
public final class TestBroker implements AutoCloseable {
  private static final int PARTITIONS = 3;

  private final EmbeddedPlatform platform;
  private final Topics topics;
  private final KafkaProducer<String, byte[]> producer;
  private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();

  public TestBroker(Path folder) {
    platform = EmbeddedPlatform.start(folder);
    topics = new Topics(Map.of("schema.registry.url", platform.registryUrl()), PARTITIONS);
    Map<String, Object> kafka = Map.of("bootstrap.servers", platform.bootstrapServers());
    try (Admin admin = Admin.create(kafka)) {
      new TopicCreation(admin, Duration.ofSeconds(60), Optional.empty()).create(topics.all());
    }
    producer = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
  }

  public Topics topics() {
    return topics;
  }

  /** Where broker and registry are, as settings. */
  public Map<String, String> addresses() {
    return Map.of(
        "bootstrap.servers", platform.bootstrapServers(),
        "schema.registry.url", platform.registryUrl());
  }

  /** What the ledger does: an operation on the topic of its priority. */
  public void emit(DataOperation operation) {
    Topic<DataOperation> topic = topics.operations(operation.getPriority());
    send(
        operation.getPriority(),
        topic.value().serializer().serialize(topic.name(), operation),
        operation.getOperationId());
  }

  /** Bytes on the topic of a priority, whatever they are. */
  public void send(Priority priority, byte[] value, String key) {
    producer.send(new ProducerRecord<>(topics.operations(priority).name(), key, value));
    producer.flush();
  }

  /** A record of any topic. */
  public <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
    byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
    producer.send(new ProducerRecord<>(topic.name(), key, bytes));
    producer.flush();
  }

  /** All results from now on. */
  public Following<TransferResult> results() {
    return new Following<>(topics.transferResults());
  }

  /** All leases from now on. */
  public Following<TransferLease> leases() {
    return new Following<>(topics.transferLeases());
  }

  /** All dead letters from now on. */
  public Following<byte[]> deadLetters() {
    return new Following<>(topics.deadLetters());
  }

  @Override
  public void close() {
    consumers.forEach(KafkaConsumer::close);
    producer.close();
    topics.close();
    platform.close();
  }

  /** What has come on a topic since this was made, in order of partitions' arrival. One thread. */
  public final class Following<V> {
    private final Topic<V> topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    private Following(Topic<V> topic) {
      this.topic = topic;
      Map<String, Object> config = new HashMap<>(addresses());
      consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumers.add(consumer);
      List<TopicPartition> all = new ArrayList<>();
      for (int i = 0; i < topic.policy().partitions(); i++) {
        all.add(new TopicPartition(topic.name(), i));
      }
      consumer.assign(all);
      consumer.seekToEnd(all);
      all.forEach(consumer::position);
    }

    /** Raw records so far. */
    public List<ConsumerRecord<byte[], byte[]>> raw() {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      return List.copyOf(records);
    }

    /** Values so far. */
    public List<V> values() {
      return raw().stream()
          .map(record -> topic.value().deserializer().deserialize(topic.name(), record.value()))
          .toList();
    }
  }

  /** "STARTED op-1", in order of arrival, which within one item is the order of publishing. */
  public static List<String> told(List<TransferResult> results) {
    return results.stream()
        .map(result -> shortName(result.getType()) + " " + result.getOperationId())
        .toList();
  }

  /** A header that says why a record is a dead letter. */
  public static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(
        letter.headers().lastHeader("dataplane." + name).value(), StandardCharsets.UTF_8);
  }

  private static String shortName(TransferResultType type) {
    return type.name().substring("DATA_TRANSFER_".length());
  }
}
