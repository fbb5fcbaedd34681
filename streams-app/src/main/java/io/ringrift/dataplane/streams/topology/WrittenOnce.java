package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topic;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes a record once, though it goes to two places one after the other: a row to its store and to
 * its topic. Both hold the same bytes under the same subject, and Avro is an eighth of the work of
 * an event.
 *
 * <p>Remembers the last record by identity, for each thread: tasks of several threads share it.
 */
final class WrittenOnce<V> implements Serializer<V> {

  private final Topic<V> topic;
  private final ThreadLocal<Written> last = new ThreadLocal<>();

  private WrittenOnce(Topic<V> topic) {
    this.topic = topic;
  }

  /** The topic, with a serde to be used for its store and for its sink. */
  static <V> Topic<V> of(Topic<V> topic) {
    Serde<V> serde = Serdes.serdeFrom(new WrittenOnce<>(topic), topic.value().deserializer());
    return new Topic<>(topic.name(), serde, topic.policy(), topic.use());
  }

  @Override
  public byte[] serialize(String storeOrTopic, V value) {
    Written written = last.get();
    if (written == null || written.value() != value) {
      written = new Written(value, topic.value().serializer().serialize(topic.name(), value));
      last.set(written);
    }
    return written.bytes();
  }

  private record Written(Object value, byte[] bytes) {}
}
