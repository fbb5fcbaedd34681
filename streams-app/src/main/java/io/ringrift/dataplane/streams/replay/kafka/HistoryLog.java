package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.topology.HistoryIntake;
import io.ringrift.dataplane.streams.topology.IntakeChecks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics that are kept: where they begin and end, and what their records say of items. */
public final class HistoryLog implements AutoCloseable {

  private static final int MIB = 1024 * 1024;

  private final Map<String, Object> client;
  private final Topics topics;
  private final HistoryIntake intake;
  private final Admin admin;

  /**
   * Connects; to be closed.
   *
   * @param client settings of Kafka clients, {@code bootstrap.servers} at least
   */
  public HistoryLog(Map<String, Object> client, Topics topics) {
    this.client = Map.copyOf(client);
    this.topics = topics;
    this.intake = new HistoryIntake(topics, IntakeChecks.standard());
    this.admin = Admin.create(client);
  }

  Map<String, Object> client() {
    return client;
  }

  Topics topics() {
    return topics;
  }

  HistoryIntake intake() {
    return intake;
  }

  /** A consumer in no group that sees committed records only. */
  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_000);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * MIB);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * MIB);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** First offsets that are still there. */
  Offsets begins() {
    return begins(intake.topics());
  }

  Offsets begins(Collection<String> names) {
    return offsets(names, OffsetSpec.earliest());
  }

  /** Ends as they are now, of committed records. */
  Offsets ends() {
    return ends(intake.topics());
  }

  Offsets ends(Collection<String> names) {
    return offsets(names, OffsetSpec.latest());
  }

  /** Ends as they were just after a log time: what was known then. */
  Offsets endsAt(Instant time) {
    return endsAt(intake.topics(), time);
  }

  Offsets endsAt(Collection<String> names, Instant time) {
    Map<TopicPartition, Long> ends = new HashMap<>(ends(names).byPartition());
    offsets(names, OffsetSpec.forTimestamp(time.toEpochMilli() + 1))
        .byPartition()
        .forEach(
            (partition, offset) -> {
              if (offset != ListOffsetsResponse.UNKNOWN_OFFSET) {
                ends.merge(partition, offset, Math::min);
              }
            });
    return new Offsets(ends);
  }

  private Offsets offsets(Collection<String> names, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (Topic<?> topic : topics.all()) {
      if (names.contains(topic.name())) {
        for (int i = 0; i < topic.policy().partitions(); i++) {
          wanted.put(new TopicPartition(topic.name(), i), spec);
        }
      }
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answer(
            "where topics begin and end",
            admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return new Offsets(offsets);
  }

  /** Offsets that a group has committed. */
  Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> committed = new HashMap<>();
    answer(
            "how far the application " + group + " is",
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }

  private static <T> T answer(String what, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new ReplayException(
            "a topic is missing, so nobody knows "
                + what
                + "; ./dataplane topics ls says which one",
            e);
      }
      throw new ReplayException("can't ask " + what + ": " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReplayException("interrupted while asking " + what, e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
