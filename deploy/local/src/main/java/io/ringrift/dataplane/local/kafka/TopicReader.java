package io.ringrift.dataplane.local.kafka;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.output.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics from their beginning or their end, all partitions, committed records only, in no
 * group: what anyone outside the data plane can see.
 *
 * <pre>{@code
 * try (TopicReader reader = TopicReader.of(settings).on(topics.signals(), found -> ...).open()) {
 *   reader.readToEnd();
 * }
 * }</pre>
 */
public final class TopicReader implements AutoCloseable {
  /** A record with its value decoded; a null value is a tombstone. */
  public record Found<V>(ConsumerRecord<String, byte[]> record, V value) {}

  /** What to do with a record. */
  @FunctionalInterface
  public interface Sink<V> {
    void take(Found<V> found);
  }

  private record Route<V>(Topic<V> topic, Sink<V> sink) {
    void take(ConsumerRecord<String, byte[]> record) {
      byte[] bytes = record.value();
      V value =
          bytes == null ? null : topic.value().deserializer().deserialize(topic.name(), bytes);
      sink.take(new Found<>(record, value));
    }
  }

  /** Which topics to read. */
  public static final class Builder {
    private final Settings settings;
    private final Map<String, Route<?>> routes = new LinkedHashMap<>();
    private boolean atEnd;

    private Builder(Settings settings) {
      this.settings = settings;
    }

    public <V> Builder on(Topic<V> topic, Sink<V> sink) {
      routes.put(topic.name(), new Route<>(topic, sink));
      return this;
    }

    /** Only what comes from now on. */
    public Builder atEnd() {
      atEnd = true;
      return this;
    }

    /**
     * Connects, at the beginning of every topic unless told otherwise.
     *
     * @throws Failure when the broker or a topic isn't there
     */
    public TopicReader open() {
      Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
      KafkaConsumer<String, byte[]> consumer =
          new KafkaConsumer<>(
              WholeTopics.config(settings), new StringDeserializer(), new ByteArrayDeserializer());
      try {
        return new TopicReader(consumer, routes, atEnd);
      } catch (RuntimeException e) {
        consumer.close();
        throw e;
      }
    }
  }

  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Route<?>> routes;
  private final List<TopicPartition> partitions = new ArrayList<>();

  private TopicReader(
      KafkaConsumer<String, byte[]> consumer, Map<String, Route<?>> routes, boolean atEnd) {
    this.consumer = consumer;
    this.routes = Map.copyOf(routes);
    routes.keySet().forEach(topic -> partitions.addAll(WholeTopics.partitions(consumer, topic)));
    consumer.assign(partitions);
    if (atEnd) {
      consumer.seekToEnd(partitions);
      // Fixed now, and not at the first poll.
      partitions.forEach(consumer::position);
    } else {
      consumer.seekToBeginning(partitions);
    }
  }

  public static Builder of(Settings settings) {
    return new Builder(settings);
  }

  /** Reads on until the end as it is now. */
  public void readToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      readMore(Duration.ofMillis(100));
    }
  }

  /** Reads what is there or comes within {@code patience}. */
  public void readMore(Duration patience) {
    consumer.poll(patience).forEach(record -> routes.get(record.topic()).take(record));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
