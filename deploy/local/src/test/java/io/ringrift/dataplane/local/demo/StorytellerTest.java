package io.ringrift.dataplane.local.demo;

import static io.ringrift.dataplane.local.demo.Records.NOW;
import static io.ringrift.dataplane.local.demo.Records.operation;
import static io.ringrift.dataplane.local.demo.Records.replica;
import static io.ringrift.dataplane.local.demo.Records.result;
import static io.ringrift.dataplane.local.demo.Records.row;
import static io.ringrift.dataplane.local.demo.Records.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.local.output.Output;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorytellerTest {
  private final StringWriter told = new StringWriter();
  private final Storyteller storyteller =
      new Storyteller(
          new Narrator(new Output(new PrintWriter(told), Output.Format.TABLE), () -> NOW));

  @Test
  void tellsAReplicaWhenItAppearsAndNotAgain() {
    ManifestItem row = row(true, replica("gpu-1", ReplicaState.AVAILABLE, Validation.VALID, null));

    storyteller.manifest(null, row);
    storyteller.manifest(row, row);

    assertThat(lines())
        .containsExactly(
            "0.0 s  manifest    hex8_2p-0001.npz at gpu-1 AVAILABLE, 1.0 KiB, sha256 abababababab,"
                + " read whole and found good");
  }

  @Test
  void tellsWhyAFileWasRefused() {
    storyteller.manifest(
        null,
        row(false, replica("gpu-2", ReplicaState.SUSPECT, Validation.INVALID, "CRC differs")));

    assertThat(lines())
        .containsExactly(
            "0.0 s  manifest    hex8_2p-0001.npz at gpu-2 refused at validation: CRC differs");
  }

  @Test
  void tellsTheLifeOfAnOperation() {
    OperationStatus waiting = operation("op-1", OperationState.WAITING);

    storyteller.operation(null, waiting);
    storyteller.result(result("op-1", TransferResultType.DATA_TRANSFER_STARTED));
    storyteller.result(result("op-1", TransferResultType.DATA_TRANSFER_COMPLETE));
    storyteller.operation(waiting, operation("op-1", OperationState.DONE));
    storyteller.signal(signal(SignalType.DATA_AVAILABLE));

    assertThat(lines())
        .containsExactly(
            "0.0 s  decision    hex8_2p-0001.npz to gpu-1: PRELOAD CRITICAL, best NPZ for a training"
                + " that starts",
            "0.0 s  worker      worker-1 takes hex8_2p-0001.npz to gpu-1",
            "0.0 s  transfer    hex8_2p-0001.npz to gpu-1: p2p_http from gpu-2, 1.0 KiB in 500 ms"
                + " (2.0 KiB/s), OK",
            "0.0 s  hash        hex8_2p-0001.npz at gpu-1 verified: sha256 abababababab",
            "0.0 s  result      DATA_TRANSFER_COMPLETE hex8_2p-0001.npz to gpu-1",
            "0.0 s  operation   hex8_2p-0001.npz to gpu-1 DONE, 1.5 s after it was decided",
            "0.0 s  signal      DATA_AVAILABLE, transferred: hex8_2p");
  }

  @Test
  void tellsTheDecisionBeforeWhatCameOfIt() {
    storyteller.result(result("op-1", TransferResultType.DATA_TRANSFER_STARTED));
    assertThat(lines()).isEmpty();

    storyteller.operation(null, operation("op-1", OperationState.QUEUED));

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).contains("decision");
    assertThat(lines().get(1)).contains("worker-1 takes");
  }

  @Test
  void tellsOnlyBeginningAndEndOfSafetyCopies() {
    OperationStatus backup =
        OperationStatus.newBuilder(operation("op-1", OperationState.WAITING))
            .setOperationType(OperationType.BACKUP)
            .build();

    storyteller.operation(null, backup);
    storyteller.result(result("op-1", TransferResultType.DATA_TRANSFER_STARTED));
    storyteller.result(result("op-1", TransferResultType.DATA_TRANSFER_COMPLETE));

    assertThat(lines()).hasSize(1).first().asString().contains("decision", "BACKUP");
  }

  private List<String> lines() {
    return told.toString().lines().map(String::strip).toList();
  }
}
