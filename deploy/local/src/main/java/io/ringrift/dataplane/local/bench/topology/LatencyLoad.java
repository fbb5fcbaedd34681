package io.ringrift.dataplane.local.bench.topology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.contract.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A steady rate of events, every tenth a TRAINING_STARTED that causes an operation, the others news
 * of items that nothing waits for. A stand-in for the workers starts and completes what arrives, so
 * that the windows of the priority topics stay open. Latency is from before the event is sent to
 * its operation at a read_committed consumer, by one clock.
 */
final class LatencyLoad {

  private static final int EVERY = 10;

  /** So long a quarter of the rate, then the whole. */
  private static final Duration QUARTER = Duration.ofSeconds(10);

  /**
   * So long the whole rate before it counts as steady: on two cores, C2 takes nearly half a core
   * for about so long, of what broker, load and topology share.
   */
  private static final Duration COLD = Duration.ofSeconds(40);

  private final BenchWorld world;
  private final int eventsASecond;
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param eventsASecond once warmed up
   */
  LatencyLoad(BenchWorld world, int eventsASecond) {
    this.world = world;
    this.eventsASecond = eventsASecond;
  }

  private record Sample(long sentAt, long nanos) {}

  /** Latencies at the whole rate: while the compiler ran, then steady, then after what happened. */
  record Latency(List<Long> cold, List<Long> steady, List<Long> after, int unanswered) {

    static double percentileMs(List<Long> nanos, int percent) {
      return nanos.isEmpty()
          ? Double.NaN
          : nanos.stream().sorted().skip((nanos.size() - 1L) * percent / 100).findFirst().get()
              / 1e6;
    }

    void addTo(ObjectNode result) {
      result.put("latency_p50_ms", percentileMs(steady, 50));
      result.put("latency_p99_ms", percentileMs(steady, 99));
      result.put("latency_max_ms", percentileMs(steady, 100));
      result.put("latency_operations", steady.size());
      result.put("latency_unanswered", unanswered);
      result.put("latency_cold_p50_ms", percentileMs(cold, 50));
      result.put("latency_cold_p99_ms", percentileMs(cold, 99));
      result.put("latency_after_p50_ms", percentileMs(after, 50));
      result.put("latency_after_p99_ms", percentileMs(after, 99));
      result.put("latency_after_max_ms", percentileMs(after, 100));
      result.put("latency_after_operations", after.size());
    }
  }

  /**
   * @param time how long the latency counts as steady
   */
  Latency measure(Duration time) throws InterruptedException {
    return measure(time, () -> {}, Duration.ZERO);
  }

  /**
   * @param happens when the latency was steady for {@code time}
   * @param after how long the load then goes on
   */
  Latency measure(Duration time, Runnable happens, Duration after) throws InterruptedException {
    long from = System.nanoTime();
    long wholeFrom = from + QUARTER.toNanos();
    long steadyFrom = wholeFrom + COLD.toNanos();
    long happensAt = steadyFrom + time.toNanos();
    long end = happensAt + after.toNanos();
    Thread workers = new Thread(this::standIn, "stand-in-workers");
    workers.start();
    Thread happening = new Thread(() -> at(happensAt, happens), "what-happens");
    happening.start();
    Topic<ClusterEvent> topic = world.topics().events();
    try (Producer<String, ClusterEvent> events = world.producer(topic)) {
      for (int i = 0; System.nanoTime() < end; i++) {
        long due = from + dueNanos(i);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(200_000);
        }
        ClusterEvent event = i % EVERY == 0 ? training(i / EVERY) : fact(i);
        long now = System.nanoTime();
        if (i % EVERY == 0 && now >= wholeFrom) {
          sentAt.put(event.getEventId(), now);
        }
        events.send(new ProducerRecord<>(topic.name(), event.getEventId(), event));
      }
    }
    long patience = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!sentAt.isEmpty() && System.nanoTime() < patience) {
      Thread.sleep(50);
    }
    stopping = true;
    workers.join();
    happening.join();
    return new Latency(
        between(wholeFrom, steadyFrom),
        between(steadyFrom, happensAt),
        between(happensAt, end),
        sentAt.size());
  }

  private static void at(long nanoTime, Runnable what) {
    while (System.nanoTime() < nanoTime) {
      LockSupport.parkNanos(1_000_000);
    }
    what.run();
  }

  private List<Long> between(long from, long to) {
    return samples.stream()
        .filter(sample -> sample.sentAt() >= from && sample.sentAt() < to)
        .map(Sample::nanos)
        .toList();
  }

  private long dueNanos(int event) {
    long atAQuarter = QUARTER.toSeconds() * eventsASecond / 4;
    return event < atAQuarter
        ? event * 4_000_000_000L / eventsASecond
        : QUARTER.toNanos() + (event - atAQuarter) * 1_000_000_000L / eventsASecond;
  }

  private ClusterEvent training(int number) {
    BenchWorld.Training training = world.training(number);
    return new ClusterEvent(
        "training-" + number,
        Instant.now(),
        "bench",
        new TrainingStarted(training.configKey(), training.nodeId(), null));
  }

  private ClusterEvent fact(int number) {
    int item = world.idleItem(number);
    return new ClusterEvent(
        "export-" + number,
        Instant.now(),
        "bench",
        new NpzExportComplete(
            BenchWorld.configOf(item),
            "node-1",
            BenchWorld.itemId(item),
            BenchWorld.sha256(item),
            null,
            null,
            0.5 + (number % 500) / 1000.0,
            null));
  }

  private void standIn() {
    Topic<DataOperation> critical = world.topics().operations(Priority.CRITICAL);
    Topic<TransferResult> results = world.topics().transferResults();
    TopicPartition partition = new TopicPartition(critical.name(), 0);
    try (KafkaConsumer<String, DataOperation> operations =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers", world.bootstrapServers(),
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false"),
                new StringDeserializer(),
                critical.value().deserializer());
        Producer<String, TransferResult> producer = world.producer(results)) {
      operations.assign(List.of(partition));
      operations.seekToBeginning(List.of(partition));
      long sequence = 0;
      while (!stopping) {
        for (ConsumerRecord<String, DataOperation> record :
            operations.poll(Duration.ofMillis(20))) {
          DataOperation op = record.value();
          Long sent = sentAt.remove(op.getRequestId());
          if (sent != null) {
            samples.add(new Sample(sent, System.nanoTime() - sent));
          }
          send(producer, results, op, TransferResultType.DATA_TRANSFER_STARTED, 0);
          send(producer, results, op, TransferResultType.DATA_TRANSFER_COMPLETE, ++sequence);
        }
      }
    }
  }

  private static void send(
      Producer<String, TransferResult> producer,
      Topic<TransferResult> topic,
      DataOperation op,
      TransferResultType type,
      long sequence) {
    boolean complete = type == TransferResultType.DATA_TRANSFER_COMPLETE;
    TransferResult result =
        TransferResult.newBuilder()
            .setType(type)
            .setOperationId(op.getOperationId())
            .setEpoch(op.getEpoch())
            .setItemId(op.getItemId())
            .setItemType(op.getItemType())
            .setConfigKey(op.getConfigKey())
            .setSha256(op.getSha256())
            .setSizeBytes(op.getSizeBytes())
            .setTargetNode(op.getTargetNode())
            .setWorkerId("bench")
            .setOccurredAt(Instant.now())
            .setBoot(complete ? 1L : null)
            .setSequence(complete ? sequence : null)
            .setPath(complete ? "/data/" + op.getItemId() : null)
            .build();
    producer.send(new ProducerRecord<>(topic.name(), op.getItemId(), result));
  }
}
