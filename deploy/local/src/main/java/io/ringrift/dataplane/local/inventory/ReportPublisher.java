package io.ringrift.dataplane.local.inventory;

import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.output.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Publishes replica reports by item id, as agents do. */
public final class ReportPublisher implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Topics topics;
  private final Topic<ReplicaReport> topic;
  private final Producer<String, ReplicaReport> producer;
  private final AtomicLong confirmed = new AtomicLong();
  private final AtomicReference<Exception> fault = new AtomicReference<>();

  private ReportPublisher(Topics topics, Producer<String, ReplicaReport> producer) {
    this.topics = topics;
    this.topic = topics.inventory();
    this.producer = producer;
  }

  /**
   * Connects.
   *
   * @throws Failure when no broker answers
   */
  public static ReportPublisher open(Settings settings) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    Topics topics =
        new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "dataplane-import");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 3);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    return new ReportPublisher(
        topics,
        new KafkaProducer<>(
            config,
            topics.inventory().key().serializer(),
            topics.inventory().value().serializer()));
  }

  /** Name of the topic it writes. */
  public String topic() {
    return topic.name();
  }

  /**
   * Sends one; waits when too many are on their way.
   *
   * @throws Failure once any could not be published
   */
  public void publish(ReplicaReport report) {
    failIfAnyFailed();
    try {
      producer.send(
          new ProducerRecord<>(topic.name(), report.getItemId(), report),
          (metadata, e) -> {
            if (e == null) {
              confirmed.incrementAndGet();
            } else {
              fault.compareAndSet(null, e);
            }
          });
    } catch (KafkaException e) {
      fault.compareAndSet(null, e);
      failIfAnyFailed();
    }
  }

  /**
   * Waits for all; gives how many the brokers have.
   *
   * @throws Failure if any could not be published
   */
  public long finish() {
    producer.flush();
    failIfAnyFailed();
    return confirmed.get();
  }

  private void failIfAnyFailed() {
    Exception cause = fault.get();
    if (cause != null) {
      throw Failure.unreachable(
              "the import stopped after "
                  + confirmed.get()
                  + " reports were published: "
                  + cause.getMessage(),
              cause)
          .next(
              "the same command again publishes all of it; what is there already changes nothing");
    }
  }

  @Override
  public void close() {
    producer.close();
    topics.close();
  }
}
