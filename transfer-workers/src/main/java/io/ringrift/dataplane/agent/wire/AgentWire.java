package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ReportSink;
import io.ringrift.dataplane.avro.AgentAnswer;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agent writes to Kafka: replica reports and heartbeats, by one producer.
 *
 * <p>A record that can't be encoded because the registry is away is as lost as one that the broker
 * doesn't take: its future fails, and the reporter sends it again.
 */
public final class AgentWire implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentWire.class);

  /** An agent writes little; the default of 32 MiB is half of its heap. */
  private static final long BUFFER_BYTES = 4L << 20;

  private static final int BEAT_PATIENCE_SECONDS = 30;

  private final Topics topics;
  private final String nodeId;
  private final Producer<String, byte[]> producer;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeats");
            thread.setDaemon(true);
            return thread;
          });
  private long beats;
  private boolean silenced;

  public AgentWire(Map<String, Object> kafka, Topics topics, String nodeId) {
    this.topics = topics;
    this.nodeId = nodeId;
    Map<String, Object> config = new HashMap<>(kafka);
    config.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "agent-" + nodeId);
    config.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
    config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    config.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /** Reports to the inventory topic, keyed by item. */
  public ReportSink reports(DataRoot root) {
    return reports(holding -> path(root, holding));
  }

  /**
   * Reports to the inventory topic, keyed by item.
   *
   * @param place where the bytes of a holding lie, for people
   */
  public ReportSink reports(Function<Holding, String> place) {
    ReportRecords records = new ReportRecords(nodeId, place);
    return holding -> {
      ReplicaReport report = records.of(holding);
      return send(topics.inventory(), report.getItemId(), report);
    };
  }

  /** What became of an ordered removal; one that is lost is made up for by the report. */
  public void answer(Eviction eviction) {
    send(topics.evictions(), eviction.getItemId(), eviction)
        .exceptionally(
            failure -> {
              LOG.warn("an answer on {} is lost: {}", eviction.getItemId(), failure.getMessage());
              return null;
            });
  }

  /** An answer to a command; one that is lost is asked for again. */
  public void answer(AgentAnswer answer) {
    send(topics.agentAnswers(), answer.getWorkerId(), answer)
        .exceptionally(
            failure -> {
              LOG.warn("an answer to {} is lost: {}", answer.getWorkerId(), failure.getMessage());
              return null;
            });
  }

  private static String path(DataRoot root, Holding holding) {
    try {
      return root.file(holding).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("can't tell where " + holding.name().itemId() + " lies", e);
    }
  }

  /** Beats now and at every interval until closed. */
  public void beat(Supplier<Vitals> vitals, Duration interval) {
    timer.scheduleWithFixedDelay(
        () -> beatOnce(vitals), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beatOnce(Supplier<Vitals> vitals) {
    try {
      NodeHeartbeat heartbeat = HeartbeatRecords.of(nodeId, vitals.get(), ++beats);
      send(topics.heartbeats(), nodeId, heartbeat).get(BEAT_PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (silenced) {
        LOG.info("Heartbeats of {} arrive again", nodeId);
      }
      silenced = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      silenced("none was acknowledged within " + BEAT_PATIENCE_SECONDS + " s");
    } catch (Exception e) {
      silenced(e.getMessage());
    }
  }

  private void silenced(String why) {
    if (!silenced) {
      LOG.warn("Heartbeats of {} don't arrive: {}", nodeId, why);
    }
    silenced = true;
  }

  private <V extends SpecificRecord> CompletableFuture<Void> send(
      Topic<V> topic, String key, V value) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    try {
      byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
      producer.send(
          new ProducerRecord<>(topic.name(), key, bytes),
          (metadata, failure) -> {
            if (failure == null) {
              sent.complete(null);
            } else {
              sent.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    producer.close(Duration.ofSeconds(5));
  }
}
