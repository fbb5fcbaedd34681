package io.ringrift.dataplane.contract.follow;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of a topic from now on, or from some time ago, in a thread of its own and
 * outside any group: every follower gets every record. What it has read it doesn't remember, so
 * what is done with a record must bear repetition. While the brokers are away it waits and tries
 * again, and then begins as at its start.
 */
public final class TopicFollower<V> implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** Followers are small processes with small heaps. */
  private static final int FETCH_BYTES = 256 * 1024;

  private final Map<String, Object> kafka;
  private final Topic<V> topic;
  private final Duration lookBack;
  private final Clock clock;
  private final Predicate<String> keys;
  private final Consumer<V> taker;
  private final Thread thread;
  private final CountDownLatch positioned = new CountDownLatch(1);
  private boolean failing;

  /**
   * @param kafka settings of Kafka clients
   * @param name of the thread, and of the client
   * @param lookBack begins with records that are so old; zero: from now on
   * @param keys which records are wanted; the others aren't even decoded
   * @param taker called by one thread; if it throws, or the registry is away, the follower begins
   *     again as at its start
   */
  public TopicFollower(
      Map<String, Object> kafka,
      String name,
      Topic<V> topic,
      Duration lookBack,
      Clock clock,
      Predicate<String> keys,
      Consumer<V> taker) {
    this.kafka = new HashMap<>(kafka);
    this.topic = topic;
    this.lookBack = lookBack;
    this.clock = clock;
    this.keys = keys;
    this.taker = taker;
    this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
    this.kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    this.kafka.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /**
   * Waits until what is written from then on will be read.
   *
   * @return false if that took longer than {@code patience}
   */
  public boolean awaitPositioned(Duration patience) throws InterruptedException {
    return positioned.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        try {
          follow();
        } catch (InterruptException e) {
          return;
        } catch (RuntimeException e) {
          if (!failing) {
            LOG.warn("{} can't be read: {}", topic, e.getMessage());
          }
          failing = true;
          Thread.sleep(RETRY.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IllegalStateException("there is no topic " + topic.name());
      }
      consumer.assign(partitions);
      begin(consumer, partitions);
      failing = false;
      positioned.countDown();
      while (!Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          if (keys.test(record.key())) {
            take(record);
          }
        }
      }
    }
  }

  private void begin(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    consumer.seekToEnd(partitions);
    if (!lookBack.isZero()) {
      long since = clock.instant().minus(lookBack).toEpochMilli();
      Map<TopicPartition, Long> times = new HashMap<>();
      partitions.forEach(partition -> times.put(partition, since));
      for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
          consumer.offsetsForTimes(times).entrySet()) {
        if (found.getValue() != null) {
          consumer.seek(found.getKey(), found.getValue().offset());
        }
      }
    }
    // Where nothing is that young: from the end as it is now, not as it is at the first poll.
    partitions.forEach(consumer::position);
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    try {
      taker.accept(topic.value().deserializer().deserialize(topic.name(), record.value()));
    } catch (UndecodableRecordException e) {
      LOG.warn(
          "{} partition {} offset {} is passed over: {}",
          topic,
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
