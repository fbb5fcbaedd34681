package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.RefusedItemException;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.contract.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the manifest once, from its beginning to its end, for what it has at one node. */
public final class ManifestOfNode {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestOfNode.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private ManifestOfNode() {}

  /** Items that are PRESENT at the node; in memory is only what is there. */
  public static Collection<ItemName> read(
      Map<String, Object> kafka, Topic<ManifestItem> topic, String nodeId) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    Map<String, ItemName> present = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IllegalStateException("there is no topic " + topic.name());
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          present.remove(record.key());
          if (record.value() != null) {
            ManifestItem item =
                topic.value().deserializer().deserialize(topic.name(), record.value());
            name(item, nodeId).ifPresent(name -> present.put(record.key(), name));
          }
        }
      }
    }
    return present.values();
  }

  private static Optional<ItemName> name(ManifestItem item, String nodeId) {
    for (Replica replica : item.getReplicas()) {
      if (replica.getNodeId().equals(nodeId)
          && replica.getPresence() == Presence.PRESENT
          && item.getItemType() != ItemType.OTHER) {
        try {
          return Optional.of(
              ItemName.of(
                  item.getItemId(),
                  ItemKind.valueOf(item.getItemType().name()),
                  item.getConfigKey()));
        } catch (RefusedItemException e) {
          LOG.warn("the manifest has an item here that can't be: {}", e.getMessage());
        }
      }
    }
    return Optional.empty();
  }
}
