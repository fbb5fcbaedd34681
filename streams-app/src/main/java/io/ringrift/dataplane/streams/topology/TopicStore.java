package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topic;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Stores that hold what a topic holds, under the topic's own subject. With the store's changelog as
 * subject every store would register its schema once more, and a registry that takes no new schemas
 * ({@code auto.register.schemas=false}) would refuse it.
 */
public final class TopicStore {

  private TopicStore() {}

  /** A persistent, logged, uncached store by string key. */
  public static <V> StoreBuilder<KeyValueStore<String, V>> of(String name, Topic<V> topic) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.String(), serde(topic))
        .withCachingDisabled();
  }

  /** The topic's serde, whatever topic it is called for. */
  public static <V> Serde<V> serde(Topic<V> topic) {
    Serde<V> value = topic.value();
    return Serdes.serdeFrom(
        (changelog, record) -> value.serializer().serialize(topic.name(), record),
        (changelog, bytes) -> value.deserializer().deserialize(topic.name(), bytes));
  }
}
