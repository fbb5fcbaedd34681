package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.Evictor;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionState;
import io.ringrift.dataplane.contract.Topic;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
 * Follows the plane's decisions about removals, and has those carried out that are for this node
 * and still valid. At a start it looks back over the time for which an order can be valid; what was
 * carried out before is known by the register that the order names.
 */
public final class EvictionOrders implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(EvictionOrders.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(10);

  /** Longer than an order is valid. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(15);

  /** An agent's heap is small. */
  private static final int FETCH_BYTES = 256 * 1024;

  private final Map<String, Object> kafka;
  private final Topic<Eviction> topic;
  private final String nodeId;
  private final Function<Evictor.Order, Optional<Evictor.Outcome>> remove;
  private final Consumer<Eviction> answers;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "evictions");
  private boolean failing;

  /**
   * @param remove carries an order out
   * @param answers told what became of it
   */
  public EvictionOrders(
      Map<String, Object> kafka,
      Topic<Eviction> topic,
      String nodeId,
      Function<Evictor.Order, Optional<Evictor.Outcome>> remove,
      Consumer<Eviction> answers,
      Clock clock) {
    this.kafka = new HashMap<>(kafka);
    this.topic = topic;
    this.nodeId = nodeId;
    this.remove = remove;
    this.answers = answers;
    this.clock = clock;
    this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, "agent-" + nodeId + "-evictions");
    this.kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    this.kafka.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
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
            LOG.warn("orders to remove copies can't be read: {}", e.getMessage());
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
      lookBack(consumer, partitions);
      failing = false;
      while (!Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          take(topic.value().deserializer().deserialize(topic.name(), record.value()));
        }
      }
    }
  }

  private void lookBack(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
    long since = clock.instant().minus(LOOK_BACK).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, since));
    Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
    consumer.seekToEnd(partitions);
    offsets.forEach(
        (partition, found) -> {
          if (found != null) {
            consumer.seek(partition, found.offset());
          }
        });
    // Where nothing is that young: from the end as it is now, not as it is at the first poll.
    partitions.forEach(consumer::position);
  }

  private void take(Eviction order) {
    Instant now = clock.instant();
    if (order.getState() != EvictionState.ORDERED
        || !order.getNodeId().equals(nodeId)
        || now.isAfter(order.getValidUntil())) {
      return;
    }
    remove
        .apply(
            new Evictor.Order(
                order.getItemId(), order.getSha256(), order.getBoot(), order.getSequence()))
        .ifPresent(
            outcome -> {
              LOG.info(
                  "removal of {} by request {}: {}",
                  order.getItemId(),
                  order.getRequestId(),
                  outcome.done() ? "done" : outcome.reason());
              answers.accept(answer(order, outcome, now));
            });
  }

  private static Eviction answer(Eviction order, Evictor.Outcome outcome, Instant now) {
    return Eviction.newBuilder(order)
        .setState(outcome.done() ? EvictionState.DONE : EvictionState.REFUSED)
        .setReason(outcome.done() ? "removed: by the agent" : outcome.reason())
        .setValidUntil(null)
        .setOccurredAt(now)
        .build();
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
