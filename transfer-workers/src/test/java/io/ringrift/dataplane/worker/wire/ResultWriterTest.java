package io.ringrift.dataplane.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.contract.check.TransferResultCheck;
import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.execute.Attempt;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.execute.LeaseState;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultWriterTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final TransferRequest REQUEST = Requests.from("a");
  private static final Attempt FAILURE =
      new Attempt(
          TransportKind.P2P_HTTP,
          "a",
          NOW,
          Duration.ofMillis(1234),
          500,
          "checksum_mismatch",
          Optional.of(Reaction.OTHER_SOURCE),
          Optional.of("wrong hash"),
          "default order");

  private final ResultWriter writer = new ResultWriter("w-1");

  @Test
  void saysTheSameOfTheSameStart() {
    TransferResult started = writer.started(REQUEST, NOW);

    assertThat(started.getType()).isEqualTo(TransferResultType.DATA_TRANSFER_STARTED);
    assertThat(started.getOperationId()).isEqualTo("op-1");
    assertThat(started.getEpoch()).isEqualTo(7);
    assertThat(started.getWorkerId()).isEqualTo("w-1");
    assertThat(started.getAttempts()).isEmpty();
    assertThat(started).isEqualTo(writer.started(REQUEST, NOW));
  }

  @Test
  void carriesTheAgentsRegisterWhenComplete() {
    TransferResult complete =
        writer.ended(REQUEST, new ExecutionResult.Complete(List.of(), 3, 17, "/data/x"), NOW);

    assertThat(complete.getType()).isEqualTo(TransferResultType.DATA_TRANSFER_COMPLETE);
    assertThat(complete.getBoot()).isEqualTo(3);
    assertThat(complete.getSequence()).isEqualTo(17);
    assertThat(complete.getPath()).isEqualTo("/data/x");
    assertThat(complete.getSha256()).isEqualTo(Requests.SHA256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1H", "PT490000H"})
  void aClockThatWasSetMeanwhileSpoilsNoResult(Duration told) {
    Attempt attempt =
        new Attempt(
            TransportKind.P2P_HTTP,
            "a",
            NOW,
            told,
            500,
            "stalled",
            Optional.of(Reaction.NEXT_TRANSPORT),
            Optional.empty(),
            "default order");

    TransferResult failed =
        writer.ended(REQUEST, new ExecutionResult.Failed(List.of(attempt), "all tried"), NOW);

    assertThat(TransferResultCheck.check(failed, NOW)).isEmpty();
  }

  @Test
  void carriesAttemptsAndReasonWhenFailed() {
    TransferResult failed =
        writer.ended(REQUEST, new ExecutionResult.Failed(List.of(FAILURE), "all tried"), NOW);

    assertThat(failed.getType()).isEqualTo(TransferResultType.DATA_TRANSFER_FAILED);
    assertThat(failed.getReason()).isEqualTo("all tried");
    assertThat(failed.getAttempts())
        .containsExactly(
            TransferAttempt.newBuilder()
                .setTransport("p2p_http")
                .setSourceNode("a")
                .setStartedAt(NOW)
                .setDurationMs(1234)
                .setBytes(500)
                .setOutcome("checksum_mismatch")
                .setReaction("OTHER_SOURCE")
                .setMessage("wrong hash")
                .setChoice("default order")
                .build());
  }

  @Test
  void saysWhenToComeBackWhenDeferred() {
    TransferResult deferred =
        writer.ended(
            REQUEST,
            new ExecutionResult.Deferred(List.of(), "target is busy", Duration.ofSeconds(7)),
            NOW);

    assertThat(deferred.getType()).isEqualTo(TransferResultType.DATA_TRANSFER_DEFERRED);
    assertThat(deferred.getReason()).isEqualTo("target is busy");
    assertThat(deferred.getRetryAfterMs()).isEqualTo(7000);
  }

  @Test
  void keepsResultsSmall() {
    ExecutionResult many =
        new ExecutionResult.Failed(Collections.nCopies(80, FAILURE), "x".repeat(10_000));

    TransferResult failed = writer.ended(REQUEST, many, NOW);

    assertThat(failed.getAttempts()).hasSize(50);
    assertThat(failed.getReason()).hasSize(503).endsWith("...");
  }

  @Test
  void tellsInTheLeaseHowFarItIs() {
    TransferLease lease =
        writer.lease(
            REQUEST, new LeaseState(Optional.of(TransportKind.P2P_HTTP), Optional.of("a"), 400));

    assertThat(lease)
        .isEqualTo(
            TransferLease.newBuilder()
                .setOperationId("op-1")
                .setEpoch(7)
                .setItemId("npz/hex8_2p/a.npz")
                .setTargetNode("gpu-1")
                .setWorkerId("w-1")
                .setTransport("p2p_http")
                .setSourceNode("a")
                .setBytesDone(400)
                .setBytesTotal(1000)
                .build());
    assertThat(writer.lease(REQUEST, LeaseState.IDLE).getTransport()).isNull();
  }
}
