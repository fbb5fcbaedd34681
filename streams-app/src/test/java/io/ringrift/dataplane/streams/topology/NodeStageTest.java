package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.NodeFact;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStageTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00Z");

  @TempDir Path stateDir;
  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://node-stage"), 1);
  private final NodeStageStatus status = new NodeStageStatus();
  private Instant now = T;
  private DeclaredNodes declared = DeclaredNodes.NONE;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> heartbeats;
  private TestInputTopic<String, ClusterEvent> events;

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

  @Test
  void tellsOfANewNodeEverywhere() {
    beat("gpu-1", 1, 0);

    NodeState row = read(topics.nodes()).get(0);
    assertThat(row.getOnline()).isTrue();
    NodeFact fact = read(topics.nodeFacts()).get(0);
    assertThat(fact.getFactId()).isEqualTo("gpu-1:1");
    assertThat(fact.getCause()).isEqualTo("HEARTBEAT");
    assertThat(fact.getOccurredAt()).isEqualTo(T);
    assertThat(fact.getState()).isEqualTo(row);
    assertThat(read(topics.nodeChangesForItems())).containsExactly(fact);
    assertThat(read(topics.nodeChangesForDecisions())).containsExactly(fact);
    assertThat(driver.<String, NodeState>getKeyValueStore(NodeStage.NODES).get("gpu-1"))
        .isEqualTo(row);
  }

  @Test
  void theFirstTickBringsTheTableInLineWithTheNodeFile() {
    stop();
    declared = new DeclaredNodes(Map.of("gpu-2", inRack("gpu-2", "r9")));
    start();
    beat("gpu-1", 1, 0);
    read(topics.nodeFacts());

    tick(1);
    tick(3);

    assertThat(read(topics.nodeFacts()))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.getNodeId()).isEqualTo("gpu-2");
              assertThat(fact.getCause()).isEqualTo("DECLARED");
              assertThat(fact.getState().getRack()).isEqualTo("r9");
            });
  }

  @Test
  void heartbeatsThatSayNothingNewWriteNothing() {
    beat("gpu-1", 1, 0);
    read(topics.nodeFacts());

    for (int i = 2; i < 10; i++) {
      beat("gpu-1", i, 10L * i);
    }

    assertThat(read(topics.nodeFacts())).isEmpty();
  }

  @Test
  void hostEventsDisableAndEnable() {
    event("e-1", new HostOnline("gpu-1", null, null, null, "r1", null, null), 0);
    event("e-2", new HostOffline("gpu-1", "maintenance", false), 5);
    event("e-3", new HostOnline("gpu-1", null, null, null, null, null, null), 9);

    assertThat(read(topics.nodes()).stream().map(NodeState::getOnline))
        .containsExactly(true, false, true);
  }

  @Test
  void aSilentNodeGoesOfflineByTheTickThatFindsIt() {
    beat("gpu-1", 1, 0);
    beat("gpu-2", 1, 0);
    tick(1);
    for (int second = 3; second <= 31; second += 2) {
      if (second % 10 == 1) {
        beat("gpu-2", second, second);
      }
      tick(second);
    }
    read(topics.nodeFacts());

    tick(33);

    assertThat(read(topics.nodeFacts()))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.getNodeId()).isEqualTo("gpu-1");
              assertThat(fact.getCause()).isEqualTo("HEARTBEATS_MISSED");
              assertThat(fact.getDetail()).isEqualTo("no heartbeat for 33 s, allowed: 30 s");
              assertThat(fact.getState().getOnline()).isFalse();
            });
  }

  @Test
  void silenceIsNotJudgedWhileReadingABacklog() {
    beat("gpu-1", 1, 0);
    now = T.plusSeconds(3600);
    for (int second = 2; second <= 200; second += 2) {
      pipeTick(second, T.plusSeconds(second));
    }

    assertThat(online("gpu-1")).isTrue();
    assertThat(status.lastTick()).isEmpty();
  }

  @Test
  void afterAnOutageTheCountStartsAnew() {
    beat("gpu-1", 1, 0);
    tick(2);

    tick(600);
    assertThat(online("gpu-1")).isTrue();
    for (int second = 602; second <= 630; second += 2) {
      tick(second);
    }
    assertThat(online("gpu-1")).isTrue();

    tick(632);
    assertThat(online("gpu-1")).isFalse();
  }

  @Test
  void aClusterThatFallsSilentAtOnceIsTakenForAnOutage() {
    for (int i = 0; i < 6; i++) {
      beat("gpu-" + i, 1, 0);
    }
    for (int second = 2; second <= 60; second += 2) {
      tick(second);
    }

    assertThat(online("gpu-0")).isTrue();
    assertThat(status.suspended()).isPresent();
    assertThat(status.suspended().get()).startsWith("6 of 6 nodes fell silent together");

    for (int i = 0; i < 6; i++) {
      beat("gpu-" + i, 2, 61);
    }
    tick(62);
    assertThat(status.suspended()).isEmpty();
    assertThat(read(topics.nodeFacts())).hasSize(6);
  }

  @Test
  void hostOfflineDecidesDuringAnOutage() {
    for (int i = 0; i < 6; i++) {
      beat("gpu-" + i, 1, 0);
    }
    for (int second = 2; second <= 40; second += 2) {
      tick(second);
    }
    event("e-1", new HostOffline("gpu-0", null, false), 41);

    assertThat(online("gpu-0")).isFalse();
    assertThat(online("gpu-1")).isTrue();
  }

  @Test
  void ticksOfStrangersAndBadHeartbeatsDoNoHarm() {
    heartbeats.pipeInput(
        new TestRecord<>("_tick".getBytes(StandardCharsets.UTF_8), new byte[0], T));
    heartbeats.pipeInput(
        new TestRecord<>("gpu-1".getBytes(StandardCharsets.UTF_8), new byte[] {7, 7}, T));
    NodeHeartbeat bad = heartbeat("gpu-1", 1);
    bad.put("disk_free_bytes", -1L);
    pipe("gpu-1", bad, 0);
    pipe("gpu-2", heartbeat("gpu-1", 2), 0);
    beat("gpu-1", 3, 0);

    assertThat(read(topics.nodes())).hasSize(1);
    assertThat(
            driver
                .createOutputTopic(
                    topics.deadLetters().name(),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(
                    letter ->
                        new String(
                            letter.headers().lastHeader("dataplane.error").value(),
                            StandardCharsets.UTF_8)))
        .containsExactly("not_framed", "invalid_heartbeat", "key_mismatch");
  }

  private boolean online(String nodeId) {
    return driver.<String, NodeState>getKeyValueStore(NodeStage.NODES).get(nodeId).getOnline();
  }

  private void beat(String nodeId, long sequence, long second) {
    pipe(nodeId, heartbeat(nodeId, sequence), second);
  }

  private void pipe(String key, NodeHeartbeat beat, long second) {
    byte[] bytes =
        topics.heartbeats().value().serializer().serialize(topics.heartbeats().name(), beat);
    heartbeats.pipeInput(
        new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), bytes, T.plusSeconds(second)));
  }

  /** A tick that was sent, logged and read in the same second. */
  private void tick(long second) {
    now = T.plusSeconds(second);
    pipeTick(second, now);
  }

  private void pipeTick(long second, Instant sentAt) {
    ProducerRecord<byte[], byte[]> tick = HeartbeatTick.record(topics.heartbeats(), sentAt);
    heartbeats.pipeInput(
        new TestRecord<>(tick.key(), tick.value(), tick.headers(), T.plusSeconds(second)));
  }

  private void event(String eventId, Object payload, long second) {
    ClusterEvent event = new ClusterEvent(eventId, T.plusSeconds(second), "test", payload);
    events.pipeInput(new TestRecord<>("any", event, T.plusSeconds(second)));
  }

  private <V> List<V> read(Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), topic.value().deserializer())
        .readValuesToList();
  }

  private static DeclaredNode inRack(String nodeId, String rack) {
    return new DeclaredNode(
        nodeId, null, null, null, rack, Set.of(), null, false, Set.of(), null, Set.of(), 0, 0);
  }

  private static NodeHeartbeat heartbeat(String nodeId, long sequence) {
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
