package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.ItemOrder;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.Outcome;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.codec.CatalogCodec;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.Rows;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The decisions stage alone in a driver, with words for what happens to it. */
final class DecisionStageFixture implements AutoCloseable {

  static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");

  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://decisions"), 1);
  private final AtomicReference<Instant> now = new AtomicReference<>(T0);
  private final TopologyTestDriver driver;
  private final Map<String, TestOutputTopic<String, ?>> outputs = new HashMap<>();
  private long revision;

  DecisionStageFixture() {
    Topology topology = new Topology();
    DecisionStage.addTo(
        topology,
        topics,
        StageRuntime.of(now::get),
        IntakeChecks.standard().evictions(),
        DecisionPolicy.standard());
    driver = new TopologyTestDriver(topology, new Properties(), T0);
  }

  // ---- what happens

  void happens(String eventId, Object payload) {
    happens(eventId, payload, now.get());
  }

  void happens(String eventId, Object payload, Instant loggedAt) {
    driver
        .createInputTopic(
            topics.decisionEvents().name(),
            new StringSerializer(),
            topics.decisionEvents().value().serializer())
        .pipeInput("hex8_2p", new ClusterEvent(eventId, loggedAt, "trainer", payload), loggedAt);
  }

  void appears(Rows row) {
    appears(row, now.get());
  }

  void appears(Rows row, Instant occurredAt) {
    send(topics.catalog(), row.build().configKey(), CatalogCodec.toAvro(row.build(), occurredAt));
  }

  /** Somebody asks to have the copy at the node removed. */
  void removalAsked(String itemId, String nodeId, Instant loggedAt) {
    driver
        .createInputTopic(
            topics.evictionRequests().name(),
            new StringSerializer(),
            topics.evictionRequests().value().serializer())
        .pipeInput(
            "hex8_2p",
            new EvictionRequest(
                "rm-1", itemId, "hex8_2p", nodeId, "a".repeat(64), "alice", loggedAt),
            loggedAt);
  }

  List<Eviction> evictions() {
    return output(topics.evictions()).readValuesToList();
  }

  List<EvictionRequest> evictionOrders() {
    return output(topics.evictionOrders()).readValuesToList();
  }

  void answers(ItemOrder order, Outcome outcome, String reason) {
    send(
        topics.needOutcomes(),
        order.getConfigKey(),
        new NeedOutcome(
            order.getNeedId(),
            order.getConfigKey(),
            order.getItemId(),
            order.getSha256(),
            order.getTargetNode(),
            outcome,
            reason,
            "op-1",
            now.get()));
  }

  void node(String nodeId, boolean online, String... roles) {
    Node node =
        NodeBuilder.of(nodeId)
            .roles(Set.of(roles))
            .dataRoot("/data")
            .online(online, online ? "HEARTBEAT" : "HOST_OFFLINE", now.get())
            .revision(++revision)
            .build();
    send(
        topics.nodeChangesForDecisions(),
        nodeId,
        new NodeFact(
            nodeId + ":" + revision, now.get(), nodeId, "FACTS", null, NodeCodec.toAvro(node)));
  }

  /** Time passes, with the stage ticking along. */
  void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
    driver.advanceWallClockTime(time);
  }

  private <V> void send(Topic<V> topic, String key, V value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), topic.value().serializer())
        .pipeInput(key, value, now.get());
  }

  // ---- what came of it

  List<ItemOrder> orders() {
    return output(topics.orders()).readValuesToList();
  }

  List<DataSignal> signals() {
    return output(topics.signals()).readValuesToList();
  }

  /** Null values: tombstones. */
  List<KeyValue<String, Need>> needs() {
    return output(topics.needs()).readKeyValuesToList();
  }

  Need stored(String configKey, String needId) {
    return driver
        .<String, Need>getKeyValueStore(DecisionStage.NEEDS_STORE)
        .get(configKey + ItemsIndex.SEPARATOR + needId);
  }

  int entries(String store) {
    KeyValueStore<Object, Object> entries = driver.getKeyValueStore(store);
    int count = 0;
    try (KeyValueIterator<Object, Object> all = entries.all()) {
      for (; all.hasNext(); all.next()) {
        count++;
      }
    }
    return count;
  }

  /** Records written to a store's changelog since the last call. */
  int writes(String store) {
    String changelog = "-" + store + "-changelog";
    String topic =
        driver.producedTopicNames().stream()
            .filter(name -> name.endsWith(changelog))
            .findFirst()
            .orElse(null);
    return topic == null
        ? 0
        : driver
            .createOutputTopic(
                topic,
                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                new org.apache.kafka.common.serialization.ByteArrayDeserializer())
            .readKeyValuesToList()
            .size();
  }

  @SuppressWarnings("unchecked")
  private <V> TestOutputTopic<String, V> output(Topic<V> topic) {
    return (TestOutputTopic<String, V>)
        outputs.computeIfAbsent(
            topic.name(),
            name ->
                driver.createOutputTopic(
                    name, new StringDeserializer(), topic.value().deserializer()));
  }

  @Override
  public void close() {
    driver.close();
    topics.close();
  }
}
