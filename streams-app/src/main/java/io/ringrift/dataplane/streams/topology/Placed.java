package io.ringrift.dataplane.streams.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * A value on its way to a topic whose partition follows from something else than the record's key:
 * an operation lies where its item lies, a need where its config lies. Carries that place beside
 * the value, since a tombstone has no value to read it from.
 *
 * @param place what murmur2 is taken of
 * @param value null for a tombstone
 */
record Placed<V>(String place, V value) {

  static <V> Serializer<Placed<V>> serializer(Serializer<V> values) {
    return (topic, placed) ->
        placed.value() == null ? null : values.serialize(topic, placed.value());
  }

  static <V> StreamPartitioner<String, Placed<V>> partitioner() {
    return (topic, key, placed, partitions) ->
        Optional.of(Set.of(partition(placed.place(), partitions)));
  }

  /** Where Kafka's own partitioner puts the key {@code place}. */
  static int partition(String place, int partitions) {
    return Utils.toPositive(Utils.murmur2(place.getBytes(StandardCharsets.UTF_8))) % partitions;
  }
}
