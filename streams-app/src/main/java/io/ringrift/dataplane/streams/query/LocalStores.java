package io.ringrift.dataplane.streams.query;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of this instance. */
public final class LocalStores implements Tables {

  private final KafkaStreams streams;
  private final String topic;
  private final int partitions;

  /**
   * @param topic a topic of the items stage, whose assignment says what this instance holds
   */
  public LocalStores(KafkaStreams streams, String topic, int partitions) {
    this.streams = streams;
    this.topic = topic;
    this.partitions = partitions;
  }

  @Override
  public <V> ReadOnlyKeyValueStore<String, V> table(String name) {
    return store(name);
  }

  @Override
  public ReadOnlyKeyValueStore<byte[], byte[]> index(String name) {
    return store(name);
  }

  private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
    try {
      return streams.store(
          StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<K, V>keyValueStore()));
    } catch (InvalidStateStoreException e) {
      throw ApiException.notReady(
          "store "
              + name
              + " can't be read while the stages are "
              + streams.state()
              + "; try again, /health/ready says when");
    }
  }

  @Override
  public Coverage coverage() {
    Set<TopicPartition> held =
        streams.metadataForLocalThreads().stream()
            .map(ThreadMetadata::activeTasks)
            .flatMap(Set::stream)
            .flatMap(task -> task.topicPartitions().stream())
            .filter(partition -> partition.topic().equals(topic))
            .collect(Collectors.toSet());
    return new Coverage(held.size(), partitions);
  }
}
