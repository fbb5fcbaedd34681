package io.ringrift.dataplane.local.bench.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicCreation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The cluster of the bench: some nodes with every item, ten with nothing. Half of the configs
 * train, each on one empty node after another; about the others there is only news.
 */
final class BenchWorld {

  private static final int EMPTY_NODES = 10;
  private static final int ITEMS_A_CONFIG = 5;

  private final String bootstrapServers;
  private final String registryUrl;
  private final int items;
  private final int holders;
  private final Topics topics;
  private final Admin admin;

  /**
   * @param holders nodes that have every item: {@code node-1} and so on
   */
  BenchWorld(String bootstrapServers, String registryUrl, int items, int holders) {
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
    this.items = items;
    this.holders = holders;
    this.topics = new Topics(Map.of("schema.registry.url", registryUrl), 3);
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  String registryUrl() {
    return registryUrl;
  }

  Topics topics() {
    return topics;
  }

  int items() {
    return items;
  }

  int holders() {
    return holders;
  }

  /** The config and the node of one training; each pair comes once in as many as there are. */
  Training training(int number) {
    int configs = items / ITEMS_A_CONFIG / 2;
    return new Training(config(number % configs), "empty-" + number / configs % EMPTY_NODES);
  }

  record Training(String configKey, String nodeId) {}

  /** An item whose config doesn't train, so that news of it moves nothing. */
  int idleItem(int number) {
    int idle = items / 2;
    return items - 1 - (int) (number * 7919L % idle);
  }

  static String configOf(int item) {
    return config(item / ITEMS_A_CONFIG);
  }

  private static String config(int number) {
    return "config-" + number;
  }

  static String itemId(int number) {
    return "npz/" + configOf(number) + "/" + number + ".npz";
  }

  static String sha256(int item) {
    String hex = Integer.toHexString(item + 1);
    return "0".repeat(64 - hex.length()) + hex;
  }

  void createTopics() {
    new TopicCreation(admin, Duration.ofSeconds(30), Optional.empty()).create(topics.all());
  }

  <V> Producer<String, V> producer(Topic<V> topic) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5", "batch.size", "65536"),
        new StringSerializer(),
        topic.value().serializer());
  }

  /** Every node's reports one after another, so that each report changes a row. */
  void load() {
    Instant now = Instant.now();
    try (Producer<String, ClusterEvent> events = producer(topics.events())) {
      for (int node = 1; node <= holders; node++) {
        send(events, online("node-" + node, now));
      }
      for (int node = 0; node < EMPTY_NODES; node++) {
        send(events, online("empty-" + node, now));
      }
    }
    try (Producer<String, ReplicaReport> inventory = producer(topics.inventory())) {
      for (int node = 1; node <= holders; node++) {
        for (int item = 0; item < items; item++) {
          ReplicaReport report = report(node, item, now);
          inventory.send(
              new ProducerRecord<>(topics.inventory().name(), report.getItemId(), report));
        }
      }
    }
  }

  void goesOffline(String nodeId) {
    try (Producer<String, ClusterEvent> events = producer(topics.events())) {
      send(
          events,
          new ClusterEvent(
              "offline-" + nodeId,
              Instant.now(),
              "bench",
              HostOffline.newBuilder().setNodeId(nodeId).setReason("bench").build()));
    }
  }

  private void send(Producer<String, ClusterEvent> producer, ClusterEvent event) {
    producer.send(new ProducerRecord<>(topics.events().name(), event.getEventId(), event));
  }

  private static ClusterEvent online(String node, Instant now) {
    return new ClusterEvent(
        "online-" + node,
        now,
        "bench",
        new HostOnline(
            node,
            NodeKind.HOST,
            "lab",
            null,
            "rack-" + node,
            List.of("training"),
            "http://" + node));
  }

  private static ReplicaReport report(int node, int item, Instant now) {
    return new ReplicaReport(
        "node-" + node,
        itemId(item),
        ItemType.NPZ,
        configOf(item),
        1L,
        (long) item,
        Presence.PRESENT,
        sha256(item),
        100_000_000L,
        "/data/" + itemId(item),
        Validation.VALID,
        null,
        now,
        100_000L,
        null,
        0.5 + (item % 500) / 1000.0,
        null,
        now);
  }

  /** Records a second of the group between a tenth and all of the topic. */
  double rate(String group, String topic) throws ExecutionException, InterruptedException {
    long all = total(endOffsets(), topic);
    long tenth = all / 10;
    long started = 0;
    long atStart = 0;
    while (true) {
      long done = committed(group, topic);
      long now = System.nanoTime();
      if (started == 0 && done >= tenth) {
        started = now;
        atStart = done;
      }
      if (done >= all - topics.inventory().policy().partitions()) {
        return (done - atStart) * 1e9 / (now - started);
      }
      Thread.sleep(50);
    }
  }

  /** Until nothing is left to read on any of the group's topics for a second. */
  void awaitIdle(String group) throws ExecutionException, InterruptedException {
    Map<String, Long> before = Map.of();
    Map<String, Long> now = endOffsets();
    while (!now.equals(before)) {
      before = now;
      Thread.sleep(1_000);
      now = endOffsets();
      now.keySet().removeIf(name -> name.contains("heartbeats"));
    }
  }

  private long committed(String group, String topic)
      throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  /** End offset by partition name. */
  Map<String, Long> endOffsets() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    admin
        .describeTopics(admin.listTopics().names().get())
        .allTopicNames()
        .get()
        .forEach(
            (name, description) ->
                description
                    .partitions()
                    .forEach(
                        p ->
                            wanted.put(
                                new TopicPartition(name, p.partition()), OffsetSpec.latest())));
    return admin.listOffsets(wanted).all().get().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().topic() + "-" + entry.getKey().partition(),
                entry -> entry.getValue().offset(),
                Long::sum,
                HashMap::new));
  }

  private static String topicOf(String partition) {
    return partition.substring(0, partition.lastIndexOf('-'));
  }

  private static long total(Map<String, Long> offsets, String topic) {
    return offsets.entrySet().stream()
        .filter(entry -> topicOf(entry.getKey()).equals(topic))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static long grown(
      Map<String, Long> before, Map<String, Long> after, Predicate<String> topicName) {
    return after.entrySet().stream()
        .filter(entry -> topicName.test(topicOf(entry.getKey())))
        .mapToLong(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0L))
        .sum();
  }
}
