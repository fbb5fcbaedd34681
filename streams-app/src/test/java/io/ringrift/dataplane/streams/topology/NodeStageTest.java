package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.streams.node.DeclaredNodes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class NodeStageTest extends NodeStageFixture {

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
}
