package io.ringrift.dataplane.contract.check;

import static io.ringrift.dataplane.contract.check.Samples.LOG_TIME;
import static io.ringrift.dataplane.contract.check.Samples.TOO_FAR_AHEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordChecksTest {

  @Test
  void takesReportsWithoutAFault() {
    assertThat(ReplicaReportCheck.check(Samples.report().build(), LOG_TIME)).isEmpty();
    ReplicaReport gone =
        Samples.report().setPresence(Presence.ABSENT).setSha256(null).setPath(null).build();
    assertThat(ReplicaReportCheck.check(gone, LOG_TIME)).isEmpty();
  }

  @Test
  void namesTheSpoiltFieldOfAReport() {
    report("node_id", r -> r.setNodeId(""));
    report("node_id", r -> r.setNodeId("gpu 1"));
    report("node_id", r -> r.setNodeId(".."));
    report("item_id", r -> r.setItemId("npz/../../etc/passwd"));
    report("config_key", r -> r.setConfigKey("hex8/2p"));
    report("boot", r -> r.setBoot(-1));
    report("sequence", r -> r.setSequence(-1));
    report("sha256", r -> r.setSha256(null));
    report("sha256", r -> r.setSha256("ABCDEF0123456789".repeat(4)));
    report("sha256", r -> r.setPresence(Presence.ABSENT).setSha256("short"));
    report("size_bytes", r -> r.setSizeBytes(-1));
    report("path", r -> r.setPath("/data/a\nb"));
    report("path", r -> r.setPath("/" + "a".repeat(4096)));
    report("evidence", r -> r.setEvidence("e".repeat(8193)));
    report("content_time", r -> r.setContentTime(TOO_FAR_AHEAD));
    report("sample_count", r -> r.setSampleCount(-1L));
    report("game_count", r -> r.setGameCount(-1L));
    report("quality_score", r -> r.setQualityScore(1.01));
    report("quality_score", r -> r.setQualityScore(-0.01));
    report("quality_score", r -> r.setQualityScore(Double.NaN));
    report("elo", r -> r.setElo(Double.POSITIVE_INFINITY));
    report("observed_at", r -> r.setObservedAt(TOO_FAR_AHEAD));
  }

  private static void report(String field, Consumer<ReplicaReport.Builder> spoil) {
    ReplicaReport.Builder builder = Samples.report();
    spoil.accept(builder);
    assertFault(field, ReplicaReportCheck.check(builder.build(), LOG_TIME));
  }

  @Test
  void takesResultsWithoutAFault() {
    assertThat(TransferResultCheck.check(Samples.result().build(), LOG_TIME)).isEmpty();
    TransferResult started =
        Samples.result()
            .setType(TransferResultType.DATA_TRANSFER_STARTED)
            .setAttempts(List.of())
            .setBoot(null)
            .setSequence(null)
            .build();
    assertThat(TransferResultCheck.check(started, LOG_TIME)).isEmpty();
  }

  @Test
  void namesTheSpoiltFieldOfAResult() {
    result("operation_id", r -> r.setOperationId(""));
    result("operation_id", r -> r.setOperationId("é".repeat(257)));
    result("epoch", r -> r.setEpoch(0));
    result("item_id", r -> r.setItemId("/npz/a.npz"));
    result("config_key", r -> r.setConfigKey(""));
    result("sha256", r -> r.setSha256(""));
    result("size_bytes", r -> r.setSizeBytes(-1));
    result("target_node", r -> r.setTargetNode("a".repeat(65)));
    result("worker_id", r -> r.setWorkerId("worker\u0000"));
    result("occurred_at", r -> r.setOccurredAt(TOO_FAR_AHEAD));
    result("boot", r -> r.setBoot(null));
    result("sequence", r -> r.setSequence(null));
    result("retry_after_ms", r -> r.setRetryAfterMs(-1L));
    result("retry_after_ms", r -> r.setRetryAfterMs(Long.MAX_VALUE));
    result("reason", r -> r.setReason("r".repeat(8193)));
    result("attempts", r -> r.setAttempts(Collections.nCopies(201, Samples.attempt().build())));
    result("attempts.bytes", r -> r.setAttempts(List.of(Samples.attempt().setBytes(-1).build())));
    result(
        "attempts.duration_ms",
        r -> r.setAttempts(List.of(Samples.attempt().setDurationMs(Long.MAX_VALUE).build())));
    result(
        "attempts.transport",
        r -> r.setAttempts(List.of(Samples.attempt().setTransport("").build())));
  }

  private static void result(String field, Consumer<TransferResult.Builder> spoil) {
    TransferResult.Builder builder = Samples.result();
    spoil.accept(builder);
    assertFault(field, TransferResultCheck.check(builder.build(), LOG_TIME));
  }

  @Test
  void namesTheSpoiltFieldOfALease() {
    assertThat(TransferLeaseCheck.check(Samples.lease().build(), LOG_TIME)).isEmpty();

    lease("operation_id", l -> l.setOperationId(""));
    lease("epoch", l -> l.setEpoch(0));
    lease("item_id", l -> l.setItemId("a//b"));
    lease("target_node", l -> l.setTargetNode(""));
    lease("source_node", l -> l.setSourceNode(""));
    lease("bytes_done", l -> l.setBytesDone(-1));
  }

  private static void lease(String field, Consumer<TransferLease.Builder> spoil) {
    TransferLease.Builder builder = Samples.lease();
    spoil.accept(builder);
    assertFault(field, TransferLeaseCheck.check(builder.build(), LOG_TIME));
  }

  @Test
  void namesTheSpoiltFieldOfAHeartbeat() {
    assertThat(HeartbeatCheck.check(Samples.heartbeat().build(), LOG_TIME)).isEmpty();

    heartbeat("node_id", h -> h.setNodeId(""));
    heartbeat("boot", h -> h.setBoot(-1));
    heartbeat("rack", h -> h.setRack(""));
    heartbeat("roles", h -> h.setRoles(List.of("training", "")));
    heartbeat("roles", h -> h.setRoles(Collections.nCopies(65, "a")));
    heartbeat("receives", h -> h.setReceives(Collections.nCopies(65, ItemType.NPZ)));
    heartbeat("endpoint", h -> h.setEndpoint("gpu-1:7070"));
    heartbeat("endpoint", h -> h.setEndpoint("http://gpu 1"));
    heartbeat("transports", h -> h.setTransports(List.of("p2p http")));
    heartbeat("disk_free_bytes", h -> h.setDiskFreeBytes(101));
    heartbeat("disk_free_bytes", h -> h.setDiskFreeBytes(-1));
    heartbeat("disk_limit_percent", h -> h.setDiskLimitPercent(0));
    heartbeat("disk_limit_percent", h -> h.setDiskLimitPercent(101));
    heartbeat("max_transfers", h -> h.setMaxTransfers(-1));
  }

  private static void heartbeat(String field, Consumer<NodeHeartbeat.Builder> spoil) {
    NodeHeartbeat.Builder builder = Samples.heartbeat();
    spoil.accept(builder);
    assertFault(field, HeartbeatCheck.check(builder.build(), LOG_TIME));
  }

  private static void assertFault(String field, List<Fault> faults) {
    assertThat(faults).extracting(Fault::field).containsExactly(field);
    assertThat(faults.get(0).allowed()).isNotEmpty();
  }

  @Test
  void tellsAllFaultsAtOnceInWords() {
    ReplicaReport report =
        Samples.report().setNodeId("").setSizeBytes(-7).setSha256("x".repeat(200)).build();

    assertThat(ReplicaReportCheck.check(report, LOG_TIME))
        .extracting(Fault::toString)
        .containsExactly(
            "node_id is '', allowed: [A-Za-z0-9_.-]{1,64}, but not . or ..",
            "sha256 is '"
                + "x".repeat(80)
                + "'... (200 characters), allowed: 64 lower-case hex digits",
            "size_bytes is -7, allowed: 0 or more");
  }
}
