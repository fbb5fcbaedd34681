package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.streams.topology.HeartbeatTick;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ticks by which the nodes stage knows the time (ADR 0005). A tick that can't be written
 * soon is dropped: written late it would say nothing.
 */
final class HeartbeatTicker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HeartbeatTicker.class);

  /** A tick older than this is of no use any more. */
  private static final Duration LIFE = Duration.ofSeconds(3);

  private final Producer<byte[], byte[]> producer;
  private final Topic<?> heartbeats;
  private final InstantSource clock;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeat-ticker");
            thread.setDaemon(true);
            return thread;
          });

  HeartbeatTicker(
      Map<String, Object> kafka, Topic<?> heartbeats, Duration interval, InstantSource clock) {
    this.heartbeats = heartbeats;
    this.clock = clock;
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "dataplane-ticker");
    config.put(ProducerConfig.ACKS_CONFIG, "1");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIFE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIFE.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LIFE.toMillis());
    producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    // Neither future has anything to tell: failures go to told().
    Future<?> unused =
        timer.scheduleWithFixedDelay(this::tick, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      Future<?> unused =
          producer.send(
              HeartbeatTick.record(heartbeats, clock.instant()), (metadata, error) -> told(error));
    } catch (RuntimeException e) {
      told(e);
    }
  }

  /** Once when it begins to fail and once when it works again. */
  private void told(Exception error) {
    if (error != null && failing.compareAndSet(false, true)) {
      log.warn("Ticks can't be written, silent nodes are not judged: {}", error.getMessage());
    } else if (error == null && failing.compareAndSet(true, false)) {
      log.info("Ticks are written again");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    producer.close(Duration.ofSeconds(1));
  }
}
