package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topic;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** A store of a stage: its name, and what its keys and values are as bytes. */
record StoreForm<K, V>(String name, Serde<K> keys, Serde<V> values) {

  /**
   * Holds what the topic holds, under the topic's own subject. With the store's changelog as
   * subject every store would register its schema once more, and a registry that takes no new
   * schemas ({@code auto.register.schemas=false}) would refuse it.
   */
  static <V> StoreForm<String, V> of(String name, Topic<V> topic) {
    Serde<V> value = topic.value();
    return new StoreForm<>(
        name,
        Serdes.String(),
        Serdes.serdeFrom(
            (changelog, record) -> value.serializer().serialize(topic.name(), record),
            (changelog, bytes) -> value.deserializer().deserialize(topic.name(), bytes)));
  }

  /** Persistent, logged, uncached. */
  StoreBuilder<KeyValueStore<K, V>> builder() {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
        .withCachingDisabled();
  }
}
