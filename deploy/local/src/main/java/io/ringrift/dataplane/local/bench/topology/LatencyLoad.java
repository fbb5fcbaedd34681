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

  /** So long a quarter of the rate, for the compiler, then the whole. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final BenchWorld world;
  private final int eventsASecond;
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final List<Long> latencies = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param eventsASecond once warmed up
   */
  LatencyLoad(BenchWorld world, int eventsASecond) {
    this.world = world;
    this.eventsASecond = eventsASecond;
  }

  /** Percentiles of what was seen after the warm-up. */
  record Latency(List<Long> sortedNanos, int unanswered) {

    double percentileMs(int percent) {
      int last = sortedNanos.size() - 1;
      return sortedNanos.isEmpty() ? Double.NaN : sortedNanos.get(last * percent / 100) / 1e6;
    }

    void addTo(ObjectNode result) {
      result.put("latency_p50_ms", percentileMs(50));
      result.put("latency_p99_ms", percentileMs(99));
      result.put("latency_operations", sortedNanos.size());
      result.put("latency_unanswered", unanswered);
    }
  }

  Latency measure(Duration time) throws InterruptedException {
    Thread workers = new Thread(this::standIn, "stand-in-workers");
    workers.start();
    long from = System.nanoTime();
    long measuredFrom = from + WARM_UP.toNanos();
    long end = measuredFrom + time.toNanos();
    Topic<ClusterEvent> topic = world.topics().events();
    try (Producer<String, ClusterEvent> events = world.producer(topic)) {
      for (int i = 0; System.nanoTime() < end; i++) {
        long due = from + dueNanos(i);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(200_000);
        }
        ClusterEvent event = i % EVERY == 0 ? training(i / EVERY) : fact(i);
        long now = System.nanoTime();
        if (i % EVERY == 0 && now >= measuredFrom) {
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
    latencies.sort(null);
    return new Latency(latencies, sentAt.size());
  }

  private long dueNanos(int event) {
    long warmUpEvents = WARM_UP.toSeconds() * eventsASecond / 4;
    return event < warmUpEvents
        ? event * 4_000_000_000L / eventsASecond
        : WARM_UP.toNanos() + (event - warmUpEvents) * 1_000_000_000L / eventsASecond;
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
            latencies.add(System.nanoTime() - sent);
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
