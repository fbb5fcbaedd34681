package io.ringrift.dataplane.local.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ChoiceState;
import io.ringrift.dataplane.avro.ContentVersion;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NeedChoice;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.Requester;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.json.AvroJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The input is the contract's own JSON, so a renamed field shows here. */
class TablesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  private static final String HASH = "ab".repeat(32);

  private final Tables tables = new Tables(() -> NOW);

  @Test
  void showsEveryReplicaWithWhyItIsRefused() {
    JsonNode item = AvroJson.object(item());

    assertThat(Tables.headline(item))
        .isEqualTo("npz/hex8_2p/a.npz  NPZ of hex8_2p, eligible, 1.0 KiB, sha256 " + HASH);
    assertThat(tables.replicas(item).lines())
        .containsExactly(
            "NODE   STATE      CHECKED     SIZE  SHA256        SEEN       PATH OR REASON",
            "gpu-1  AVAILABLE  VALID    1.0 KiB  abababababab  5.0 s ago  /data/a.npz",
            "gpu-2  SUSPECT    INVALID  1.0 KiB  abababababab  5.0 s ago  CRC differs");
  }

  @Test
  void showsThroughWhomANodeHasACopy() {
    ObjectNode item = AvroJson.object(item());
    ((ObjectNode) item.path("replicas").get(1)).put("state", "AVAILABLE").put("shared_by", "gpu-1");

    assertThat(tables.replicas(item).lines().get(2))
        .isEqualTo(
            "gpu-2  AVAILABLE  -              -  -             -          has the files of gpu-1");
  }

  @Test
  void listsItemsWithTheirCurrentContent() {
    assertThat(Tables.items(List.of(AvroJson.object(item()))).lines().get(1))
        .isEqualTo("npz/hex8_2p/a.npz  NPZ   hex8_2p  1.0 KiB      267     0.80  gpu-1  eligible");
  }

  @Test
  void takesTheQualityFromTheExportWhenTheContentSaysNone() {
    ManifestItem item = item();
    ObjectNode row = AvroJson.object(item);
    ((ObjectNode) row.path("contents").get(0)).putNull("quality_score");
    assertThat(Tables.items(List.of(row)).lines().get(1)).contains("267        -  gpu-1");

    row.putObject("fact").putNull("sha256").put("quality_score", 0.66);
    assertThat(Tables.items(List.of(row)).lines().get(1)).contains("0.66");

    row.putObject("fact").put("sha256", "cd".repeat(32)).put("quality_score", 0.66);
    assertThat(Tables.items(List.of(row)).lines().get(1)).doesNotContain("0.66");
  }

  @Test
  void showsNodesThatAreOffline() {
    NodeState node =
        NodeState.newBuilder()
            .setNodeId("gpu-1")
            .setKind(NodeKind.HOST)
            .setProvider("lambda")
            .setRack("r1")
            .setRoles(List.of("training", "selfplay"))
            .setReceives(List.of())
            .setTransports(List.of("p2p_http"))
            .setDiskTotalBytes(100L << 30)
            .setDiskFreeBytes(40L << 30)
            .setActiveTransfers(1)
            .setMaxTransfers(4)
            .setOnline(false)
            .setChangedAt(NOW.minusSeconds(30))
            .setCause("HEARTBEATS_MISSED")
            .setBoot(1)
            .setRevision(3)
            .build();

    assertThat(tables.nodes(List.of(AvroJson.object(node))).lines().get(1))
        .contains("gpu-1", "OFFLINE", "30.0 s ago", "HEARTBEATS_MISSED", "training,selfplay")
        .contains("60% of 100.0 GiB, limit 70%", "1/4");
  }

  @Test
  void showsHowMuchOfItsLimitsANodeGivesAndGets() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("node_id", "gpu-1");
    node.putObject("gives")
        .put("transfers", 3)
        .put("most_transfers", 8)
        .put("bytes", 3L << 30)
        .put("most_bytes", 200L << 30);
    node.putObject("gets")
        .put("transfers", 0)
        .put("most_transfers", 4)
        .put("bytes", 0)
        .put("most_bytes", 200L << 30);

    assertThat(tables.nodes(List.of(node)).lines().get(1))
        .contains("  3 of 8, 3.0 GiB of 200.0 GiB  0 of 4  ");
  }

  @Test
  void showsAnOperationWithItsReasonsAndAttempts() {
    JsonNode operation = AvroJson.object(operation());

    assertThat(tables.operations(List.of(operation)).lines().get(1))
        .contains("op-1", "CRITICAL", "PRELOAD", "DONE", "gpu-1", "best NPZ");
    assertThat(tables.operation(operation).lines())
        .anySatisfy(line -> assertThat(line).contains("state", "DONE: best NPZ"))
        .anySatisfy(line -> assertThat(line).contains("TRAINING_STARTED (request e-1)"))
        .anySatisfy(line -> assertThat(line).contains("gpu-2 (same_provider)"));
    assertThat(Tables.attempts(operation).lines().get(1))
        .contains("p2p_http", "gpu-2", "500 ms", "1.0 KiB", "OK", "no rsync: it is not installed");
  }

  @Test
  void showsWhoWaitsForWhat() {
    JsonNode choice =
        AvroJson.object(
            NeedChoice.newBuilder()
                .setItemId("npz/a.npz")
                .setSha256(HASH)
                .setState(ChoiceState.ORDERED)
                .build());
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("config_key", "hex8_4p").put("target_node", "gpu-2").put("state", "OPEN");
    row.put("event_type", "TRAINING_STARTED").put("wanted", 1).put("item_type", "NPZ");
    row.put("opened_at", NOW.minusSeconds(60).toString()).put("reason", "no_npz_available");
    row.putArray("choices").add(choice);

    assertThat(NeedTable.of(List.of(row), () -> NOW, Optional.empty()).lines().get(1))
        .isEqualTo(
            "hex8_4p  gpu-2  TRAINING_STARTED  OPEN   1 min 0 s ago  1 NPZ  npz/a.npz ORDERED "
                + " no_npz_available");
  }

  private static ManifestItem item() {
    return ManifestItem.newBuilder()
        .setItemId("npz/hex8_2p/a.npz")
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(HASH)
        .setEligible(true)
        .setReason("eligible")
        .setContents(
            List.of(
                ContentVersion.newBuilder()
                    .setSha256(HASH)
                    .setSizeBytes(1024)
                    .setValidated(true)
                    .setSampleCount(267L)
                    .setQualityScore(0.8)
                    .build()))
        .setReplicas(
            List.of(
                replica("gpu-1", ReplicaState.AVAILABLE, Validation.VALID, null),
                replica("gpu-2", ReplicaState.SUSPECT, Validation.INVALID, "CRC differs")))
        .build();
  }

  private static Replica replica(
      String node, ReplicaState state, Validation validation, String evidence) {
    return Replica.newBuilder()
        .setNodeId(node)
        .setBoot(1)
        .setSequence(1)
        .setPresence(Presence.PRESENT)
        .setSha256(HASH)
        .setSizeBytes(1024)
        .setPath("/data/a.npz")
        .setValidation(validation)
        .setEvidence(evidence)
        .setObservedAt(NOW.minusSeconds(5))
        .setState(state)
        .build();
  }

  private static OperationStatus operation() {
    return OperationStatus.newBuilder()
        .setOperationId("op-1")
        .setEpoch(1)
        .setRequestId("e-1")
        .setItemId("npz/hex8_2p/a.npz")
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(HASH)
        .setSizeBytes(1024)
        .setOperationType(OperationType.PRELOAD)
        .setPriority(Priority.CRITICAL)
        .setTargetNode("gpu-1")
        .setState(OperationState.DONE)
        .setReason("best NPZ")
        .setRequesters(
            List.of(
                Requester.newBuilder()
                    .setNeedId("n-1")
                    .setConfigKey("hex8_2p")
                    .setRequestId("e-1")
                    .setCause("TRAINING_STARTED")
                    .build()))
        .setSources(
            List.of(
                SourceOption.newBuilder().setNodeId("gpu-2").setReason("same_provider").build()))
        .setAttempts(
            List.of(
                TransferAttempt.newBuilder()
                    .setTransport("p2p_http")
                    .setSourceNode("gpu-2")
                    .setStartedAt(NOW)
                    .setDurationMs(500)
                    .setBytes(1024)
                    .setOutcome("OK")
                    .setChoice("default order; no rsync: it is not installed")
                    .build()))
        .setFailures(0)
        .setAvoid(List.of())
        .setBytesDone(1024)
        .setCreatedAt(NOW.minusSeconds(2))
        .setUpdatedAt(NOW)
        .build();
  }
}
