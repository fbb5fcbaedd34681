package io.ringrift.dataplane.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.streams.model.Heartbeat;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeBuilder;
import io.ringrift.dataplane.streams.model.NodeChange;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.model.SourceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeCodecTest {

  private static final Node FULL =
      NodeBuilder.of("gpu-1")
          .kind(NodeKind.DRIVE)
          .place("lambda", "us-east", "r1")
          .roles(Set.of("training", "ephemeral"))
          .endpoint("http://127.0.0.1:7001")
          .receives(Set.of(ItemType.NPZ, ItemType.GAME))
          .transports(Set.of("rsync", "p2p_http"))
          .dataRoot("/data")
          .disk(1000, 400, 80)
          .load(2, 10)
          .online(true, "HEARTBEAT", Samples.T)
          .boot(3)
          .lastHeartbeatAt(Samples.T.plusSeconds(9))
          .revision(12)
          .allows(Set.of(ItemType.NPZ))
          .share("nfs")
          .addresses(Set.of("10.0.0.1"))
          .unavailable(Map.of("bittorrent", "aria2c is not installed"))
          .build();

  @Test
  void aNodeComesBackAsItWas() {
    assertThat(NodeCodec.toModel(NodeCodec.toAvro(FULL))).isEqualTo(FULL);
  }

  @Test
  void aNodeOfWhichLittleIsKnownComesBackAsItWas() {
    Node bare = NodeBuilder.of("gpu-1").build();

    assertThat(NodeCodec.toModel(NodeCodec.toAvro(bare))).isEqualTo(bare);
  }

  @Test
  void setsAreWrittenSorted() {
    assertThat(NodeCodec.toAvro(FULL).getRoles()).containsExactly("ephemeral", "training");
    assertThat(NodeCodec.toAvro(FULL).getTransports()).containsExactly("p2p_http", "rsync");
    assertThat(NodeCodec.toAvro(FULL).getReceives())
        .containsExactly(
            io.ringrift.dataplane.avro.ItemType.GAME, io.ringrift.dataplane.avro.ItemType.NPZ);
  }

  @ParameterizedTest
  @EnumSource
  void aChangeComesBackAsItWas(NodeChange.Cause cause) {
    NodeChange change = new NodeChange(FULL, cause, "a sentence", Samples.T);

    assertThat(NodeCodec.toModel(NodeCodec.toAvro(change))).isEqualTo(change);
  }

  @Test
  void theIdOfAFactIsNodeAndRevision() {
    NodeChange change = new NodeChange(FULL, NodeChange.Cause.CAPACITY, "a sentence", Samples.T);

    assertThat(NodeCodec.toAvro(change).getFactId()).isEqualTo("gpu-1:12");
  }

  @Test
  void aHeartbeatIsReadWhole() {
    NodeHeartbeat avro =
        NodeHeartbeat.newBuilder()
            .setNodeId("gpu-1")
            .setBoot(3)
            .setSequence(8)
            .setKind(io.ringrift.dataplane.avro.NodeKind.HOST)
            .setProvider("lambda")
            .setRegion("us-east")
            .setRack("r1")
            .setRoles(List.of("training"))
            .setEndpoint("http://127.0.0.1:7001")
            .setReceives(List.of(io.ringrift.dataplane.avro.ItemType.NPZ))
            .setTransports(List.of("p2p_http"))
            .setDataRoot("/data")
            .setDiskTotalBytes(1000)
            .setDiskFreeBytes(400)
            .setDiskLimitPercent(80)
            .setActiveTransfers(2)
            .setMaxTransfers(10)
            .setSource(
                io.ringrift.dataplane.avro.SourceState.newBuilder()
                    .setRefreshedAt(Instant.EPOCH)
                    .setItems(1)
                    .setWaiting(2)
                    .setUnreported(3)
                    .setUnknownFiles(4)
                    .setProblem("slow")
                    .build())
            .setUnavailable(Map.of("rsync", "rsync was not found"))
            .setSharedRoot(true)
            .build();

    assertThat(NodeCodec.toModel(avro))
        .isEqualTo(
            new Heartbeat(
                "gpu-1",
                3,
                8,
                NodeKind.HOST,
                "lambda",
                "us-east",
                "r1",
                Set.of("training"),
                "http://127.0.0.1:7001",
                Set.of(ItemType.NPZ),
                Set.of("p2p_http"),
                "/data",
                1000,
                400,
                80,
                2,
                10,
                new SourceState(Instant.EPOCH, 1, 2, 3, 4, "slow"),
                Map.of("rsync", "rsync was not found"),
                true));
  }
}
