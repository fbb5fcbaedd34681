package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.contract.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes rows that are said again into the kept history. */
final class Restater implements AutoCloseable {

  private final Topic<ItemRestatement> restatements;
  private final Topic<Baseline> baselines;
  private final Producer<String, byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  Restater(HistoryLog log) {
    restatements = log.topics().restatements();
    baselines = log.topics().baselines();
    Map<String, Object> config = new HashMap<>(log.client());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, restatements.policy().maxMessageBytes());
    producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  void say(ItemRestatement restatement) {
    send(restatements, restatement.getItemId(), restatement);
  }

  void say(Baseline baseline) {
    send(baselines, baseline.getBaselineId(), baseline);
  }

  private <V> void send(Topic<V> topic, String key, V value) {
    byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
    producer.send(
        new ProducerRecord<>(topic.name(), key, bytes),
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /**
   * Returns when the broker has all.
   *
   * @throws ReplayException when it doesn't take one; saying all again does no harm
   */
  void flush() {
    producer.flush();
    Exception e = failure.get();
    if (e != null) {
      throw new ReplayException("a restatement was not taken: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
