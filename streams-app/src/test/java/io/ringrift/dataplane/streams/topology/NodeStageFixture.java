package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.node.DeclaredNode;
import io.ringrift.dataplane.streams.node.DeclaredNodes;
import io.ringrift.dataplane.streams.node.NodePolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The nodes stage in the test driver, with a clock of its own. */
abstract class NodeStageFixture {

  static final Instant T = Instant.parse("2026-11-24T08:00:00Z");

  @TempDir Path stateDir;
  final Topics topics = new Topics(Map.of("schema.registry.url", "mock://node-stage"), 1);
  final NodeStageStatus status = new NodeStageStatus();
  Instant now = T;
  DeclaredNodes declared = DeclaredNodes.NONE;
  TopologyTestDriver driver;
  TestInputTopic<byte[], byte[]> heartbeats;
  TestInputTopic<String, ClusterEvent> events;

  @BeforeEach
  void start() {
    Topology topology = new Topology();
    NodeStage.addTo(
        topology,
        topics,
        StageRuntime.of(() -> now),
        NodePolicy.defaults(),
        declared,
        status,
        (beat, logTime) ->
            beat.getDiskFreeBytes() < 0
                ? Optional.of(new Refusal("invalid_heartbeat", "disk_free_bytes is negative"))
                : Optional.empty());
    Properties settings = new Properties();
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver = new TopologyTestDriver(topology, settings, T);
    heartbeats =
        driver.createInputTopic(
            topics.heartbeats().name(), new ByteArraySerializer(), new ByteArraySerializer());
    events =
        driver.createInputTopic(
            topics.nodeEvents().name(),
            new StringSerializer(),
            topics.nodeEvents().value().serializer());
  }

  @AfterEach
  void stop() {
    driver.close();
    topics.close();
  }

  boolean online(String nodeId) {
    return driver.<String, NodeState>getKeyValueStore(NodeStage.NODES).get(nodeId).getOnline();
  }

  void beat(String nodeId, long sequence, long second) {
    pipe(nodeId, heartbeat(nodeId, sequence), second);
  }

  void pipe(String key, NodeHeartbeat beat, long second) {
    byte[] bytes =
        topics.heartbeats().value().serializer().serialize(topics.heartbeats().name(), beat);
    heartbeats.pipeInput(
        new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), bytes, T.plusSeconds(second)));
  }

  /** A tick that was sent, logged and read in the same second. */
  void tick(long second) {
    now = T.plusSeconds(second);
    pipeTick(second, now);
  }

  void pipeTick(long second, Instant sentAt) {
    ProducerRecord<byte[], byte[]> tick = HeartbeatTick.record(topics.heartbeats(), sentAt);
    heartbeats.pipeInput(
        new TestRecord<>(tick.key(), tick.value(), tick.headers(), T.plusSeconds(second)));
  }

  void event(String eventId, Object payload, long second) {
    ClusterEvent event = new ClusterEvent(eventId, T.plusSeconds(second), "test", payload);
    events.pipeInput(new TestRecord<>("any", event, T.plusSeconds(second)));
  }

  <V> List<V> read(Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), topic.value().deserializer())
        .readValuesToList();
  }

  static DeclaredNode inRack(String nodeId, String rack) {
    return new DeclaredNode(
        nodeId, null, null, null, rack, Set.of(), null, false, Set.of(), null, Set.of(), 0, 0,
        Map.of(), null);
  }

  static NodeHeartbeat heartbeat(String nodeId, long sequence) {
    return NodeHeartbeat.newBuilder()
        .setNodeId(nodeId)
        .setBoot(1)
        .setSequence(sequence)
        .setKind(NodeKind.HOST)
        .setRoles(List.of("training"))
        .setEndpoint("http://" + nodeId + ":7001")
        .setReceives(List.of())
        .setTransports(List.of("p2p_http"))
        .setDiskTotalBytes(1000)
        .setDiskFreeBytes(500)
        .setActiveTransfers(0)
        .setMaxTransfers(10)
        .build();
  }
}
