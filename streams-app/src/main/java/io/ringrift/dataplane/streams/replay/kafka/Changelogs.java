package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.contract.admin.Leaders;
import io.ringrift.dataplane.contract.admin.TopicDeletion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What Kafka holds of an application that doesn't run: its group and the changelogs of its stores,
 * which Kafka Streams names {@code APPLICATION-STORE-changelog} and reads when a task starts.
 */
final class Changelogs implements AutoCloseable {

  private static final Duration TOPICS_WITHIN = Duration.ofSeconds(30);

  private final String applicationId;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;
  private final int largestRecord;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  Changelogs(HistoryLog log, String applicationId) {
    this.applicationId = applicationId;
    this.largestRecord =
        log.topics().all().stream()
            .mapToInt(topic -> topic.policy().maxMessageBytes())
            .max()
            .orElseThrow();
    this.admin = Admin.create(log.client());
    Map<String, Object> config = new HashMap<>(log.client());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largestRecord);
    // With more, the second batch of a partition that has just been made may come in before the
    // first, which is then out of sequence for ever.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Returns if no member of the application is alive.
   *
   * @throws ReplayException when one is
   */
  void requireStopped() {
    try {
      int members =
          admin
              .describeConsumerGroups(List.of(applicationId))
              .describedGroups()
              .get(applicationId)
              .get()
              .members()
              .size();
      if (members > 0) {
        throw new ReplayException(
            "the application %s runs, it has %d members; stop every instance first (one that was killed is a member for 10 s more)"
                .formatted(applicationId, members));
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw failed("asking for the members of " + applicationId, e.getCause());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Deletes every changelog that there is, and makes those of these stores, empty. */
  void replace(Map<String, Integer> partitionsByStore) {
    List<String> old = new ArrayList<>();
    for (String topic : await("listing topics", admin.listTopics().names())) {
      if (topic.startsWith(applicationId + "-") && topic.endsWith("-changelog")) {
        old.add(topic);
      }
    }
    try {
      TopicDeletion.delete(admin, old, TOPICS_WITHIN);
    } catch (KafkaException e) {
      throw failed("deleting changelogs", e);
    }
    Map<String, String> configs =
        Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(largestRecord));
    List<NewTopic> topics = new ArrayList<>();
    partitionsByStore.forEach(
        (store, partitions) ->
            topics.add(
                new NewTopic(name(store), Optional.of(partitions), Optional.empty())
                    .configs(configs)));
    await("making changelogs", admin.createTopics(topics).all());
    try {
      Leaders.await(admin, topics.stream().map(NewTopic::name).toList(), TOPICS_WITHIN);
    } catch (KafkaException e) {
      throw failed("waiting for new changelogs", e);
    }
  }

  private String name(String store) {
    return applicationId + "-" + store + "-changelog";
  }

  /** Puts an entry of a store. */
  void put(String store, int partition, byte[] key, byte[] value) {
    send(new ProducerRecord<>(name(store), partition, key, value));
  }

  /** Publishes a record; null is a tombstone. */
  void publish(String topic, byte[] key, byte[] value) {
    send(new ProducerRecord<>(topic, key, value));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(
        record,
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /**
   * Returns when the broker has all.
   *
   * @throws ReplayException when it doesn't take one; doing all again does no harm
   */
  void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw failed("writing changelogs", failure.get());
    }
  }

  /** Has the application go on from there. */
  void commit(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    offsets.forEach((partition, offset) -> commits.put(partition, new OffsetAndMetadata(offset)));
    if (!commits.isEmpty()) {
      await(
          "committing offsets of " + applicationId,
          admin.alterConsumerGroupOffsets(applicationId, commits).all());
    }
  }

  private static <T> T await(String what, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw failed(what, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ReplayException failed(String what, Throwable cause) {
    return new ReplayException(what + " failed: " + cause.getMessage(), cause);
  }

  private static ReplayException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ReplayException("interrupted in the middle of a reset; do it again", e);
  }

  @Override
  public void close() {
    producer.close();
    admin.close(Duration.ZERO);
  }
}
