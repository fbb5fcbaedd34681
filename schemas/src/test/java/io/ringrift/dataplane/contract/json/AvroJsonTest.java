package io.ringrift.dataplane.contract.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.TrainingStarted;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class AvroJsonTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00.123Z");

  @Test
  void namesTheBranchOfAUnionOfRecords() {
    ClusterEvent event =
        ClusterEvent.newBuilder()
            .setEventId("e-1")
            .setOccurredAt(T)
            .setSource("trainer")
            .setPayload(TrainingStarted.newBuilder().setConfigKey("hex8_2p").build())
            .build();

    assertThat(AvroJson.object(event))
        .hasToString(
            "{\"event_id\":\"e-1\",\"occurred_at\":\"2026-11-24T08:00:00.123Z\","
                + "\"source\":\"trainer\",\"payload\":{\"type\":\"TRAINING_STARTED\","
                + "\"config_key\":\"hex8_2p\",\"node_id\":null,\"job_id\":null}}");
  }

  @Test
  void writesNestedRecordsArraysAndEnumsInTheOrderOfTheSchema() {
    NodeFact fact =
        NodeFact.newBuilder()
            .setFactId("gpu-1:3")
            .setOccurredAt(T)
            .setNodeId("gpu-1")
            .setCause("HEARTBEAT")
            .setState(
                NodeState.newBuilder()
                    .setNodeId("gpu-1")
                    .setKind(NodeKind.HOST)
                    .setRoles(List.of("training"))
                    .setReceives(List.of(ItemType.NPZ, ItemType.MODEL))
                    .setTransports(List.of())
                    .setDiskTotalBytes(1L << 40)
                    .setDiskFreeBytes(0)
                    .setActiveTransfers(1)
                    .setMaxTransfers(4)
                    .setOnline(true)
                    .setChangedAt(T)
                    .setCause("HEARTBEAT")
                    .setBoot(7)
                    .setRevision(3)
                    .build())
            .build();

    assertThat(AvroJson.object(fact).get("state"))
        .hasToString(
            "{\"node_id\":\"gpu-1\",\"kind\":\"HOST\",\"provider\":null,\"region\":null,"
                + "\"rack\":null,\"roles\":[\"training\"],\"endpoint\":null,"
                + "\"receives\":[\"NPZ\",\"MODEL\"],\"transports\":[],\"data_root\":null,"
                + "\"disk_total_bytes\":1099511627776,\"disk_free_bytes\":0,"
                + "\"disk_limit_percent\":70,\"active_transfers\":1,\"max_transfers\":4,"
                + "\"online\":true,\"changed_at\":\"2026-11-24T08:00:00.123Z\","
                + "\"cause\":\"HEARTBEAT\",\"boot\":7,\"last_heartbeat_at\":null,"
                + "\"revision\":3,\"allows\":[],\"share\":null,\"addresses\":[],"
                + "\"unavailable\":{},\"latency_ms\":{},\"shared_root\":false}");
  }

  @Test
  void typeNeverHidesAFieldOfAPayload() {
    Schema payloads = ClusterEvent.getClassSchema().getField("payload").schema();

    assertThat(payloads.getTypes())
        .allSatisfy(payload -> assertThat(payload.getField("type")).isNull());
  }

  @Test
  void timesSortAsText() {
    assertThat(AvroJson.time(Instant.parse("2026-11-24T08:00:00Z")))
        .isEqualTo("2026-11-24T08:00:00.000Z")
        .isLessThan(AvroJson.time(Instant.parse("2026-11-24T08:00:00.001Z")));
  }

  @Test
  void keepsTheOrderOfAList() {
    TrainingStarted first = TrainingStarted.newBuilder().setConfigKey("b").build();
    TrainingStarted second = TrainingStarted.newBuilder().setConfigKey("a").build();

    assertThat(AvroJson.array(List.of(first, second)).findValuesAsText("config_key"))
        .containsExactly("b", "a");
  }
}
