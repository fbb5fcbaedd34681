package io.ringrift.dataplane.local.demo;

import static io.ringrift.dataplane.local.demo.Records.HASH;
import static io.ringrift.dataplane.local.demo.Records.ITEM;
import static io.ringrift.dataplane.local.demo.Records.REQUEST;
import static io.ringrift.dataplane.local.demo.Records.operation;
import static io.ringrift.dataplane.local.demo.Records.replica;
import static io.ringrift.dataplane.local.demo.Records.result;
import static io.ringrift.dataplane.local.demo.Records.row;
import static io.ringrift.dataplane.local.demo.Records.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final DemoFile DAMAGED = DemoFile.damaged("gpu-2", ITEM, "hex8_2p", 1, 0.9);

  private final Map<String, OperationStatus> operations =
      new TreeMap<>(Map.of("op-1", operation("op-1", OperationState.DONE)));
  private final List<TransferResult> results =
      new ArrayList<>(List.of(result("op-1", TransferResultType.DATA_TRANSFER_COMPLETE)));
  private final List<DataSignal> signals =
      new ArrayList<>(
          List.of(signal(SignalType.DATA_AVAILABLE), signal(SignalType.SYNC_COMPLETED)));
  private final Map<String, ManifestItem> manifest =
      new TreeMap<>(
          Map.of(
              ITEM,
              row(
                  true,
                  replica("gpu-1", ReplicaState.AVAILABLE, Validation.VALID, null),
                  replica("gpu-2", ReplicaState.AVAILABLE, Validation.VALID, null))));
  private final List<FileOnDisk> files =
      new ArrayList<>(
          List.of(
              new FileOnDisk("gpu-1", ITEM, 1024, HASH),
              new FileOnDisk("gpu-2", ITEM, 1024, HASH)));

  @Test
  void holdsWhenTheFileCameOnceAndEveryoneWasTold() {
    assertThat(delivered()).hasSize(4).allSatisfy(claim -> assertThat(claim.held()).isTrue());
    assertThat(proof().completed("TRAINING_STARTED", REQUEST).held()).isTrue();
    assertThat(proof().nothingTwice().held()).isTrue();
  }

  @Test
  void failsWhenTheFileOnDiskHasOtherBytes() {
    files.set(0, new FileOnDisk("gpu-1", ITEM, 1024, "cd".repeat(32)));

    assertThat(failed(delivered()))
        .containsExactly("one file on disk with the source's SHA-256, hex8_2p-0001.npz at gpu-1");
  }

  @Test
  void failsWhenATemporaryCopyWasLeft() {
    files.add(new FileOnDisk("gpu-1", ".incoming/x.part", 1024, HASH));

    assertThat(failed(delivered())).hasSize(1);
    assertThat(proof().nothingTwice().held()).isFalse();
  }

  @Test
  void failsWhenTheTransferWasCarriedOutTwice() {
    operations.put("op-2", operation("op-2", OperationState.DONE));
    results.add(result("op-2", TransferResultType.DATA_TRANSFER_COMPLETE));

    assertThat(delivered().get(1).held()).isFalse();
    assertThat(delivered().get(1).found()).contains("2 operations DONE", "2 reported complete");
    assertThat(proof().nothingTwice().held()).isFalse();
  }

  @Test
  void countsARepeatedReportOfOneOperationOnce() {
    results.add(result("op-1", TransferResultType.DATA_TRANSFER_COMPLETE));

    assertThat(delivered()).allSatisfy(claim -> assertThat(claim.held()).isTrue());
  }

  @Test
  void failsWhenTheManifestDoesNotKnowTheNewReplica() {
    manifest.put(ITEM, row(true, replica("gpu-2", ReplicaState.AVAILABLE, Validation.VALID, null)));

    assertThat(delivered().get(2).held()).isFalse();
    assertThat(delivered().get(2).found()).isEqualTo("no replica there");
  }

  @Test
  void failsWhenNobodyWasTold() {
    signals.clear();

    assertThat(delivered().get(3).held()).isFalse();
    assertThat(proof().completed("TRAINING_STARTED", REQUEST).held()).isFalse();
  }

  @Test
  void failsWhenAnOperationDidNotEndWell() {
    operations.put("op-1", operation("op-1", OperationState.FAILED));

    assertThat(proof().nothingTwice().found()).contains("is FAILED: best NPZ");
  }

  @Test
  void wantsTheLackOfDataToldOnceAndForThatConfigOnly() {
    assertThat(proof().blocked("hex8_2p", REQUEST).found()).isEqualTo("no signal");

    signals.add(signal(SignalType.TRAINING_BLOCKED_BY_DATA));
    assertThat(proof().blocked("hex8_2p", REQUEST).held()).isTrue();
    assertThat(proof().blocked("hex8_4p", REQUEST).held()).isFalse();

    signals.add(signal(SignalType.TRAINING_BLOCKED_BY_DATA));
    assertThat(proof().blocked("hex8_2p", REQUEST).held()).isFalse();
  }

  @Test
  void wantsTheDamagedFileRefusedWithAReasonAndLeftWhereItIs() {
    manifest.put(
        ITEM,
        row(
            false,
            replica("gpu-2", ReplicaState.SUSPECT, Validation.INVALID, "features: CRC differs")));
    operations.clear();
    signals.clear();
    files.remove(0);

    assertThat(proof().refused(DAMAGED, HASH))
        .allSatisfy(claim -> assertThat(claim.held()).isTrue())
        .extracting(Claim::found)
        .first()
        .isEqualTo("features: CRC differs");
  }

  @Test
  void failsWhenTheDamagedFileWasMovedOrAnnounced() {
    List<Claim> claims = proof().refused(DAMAGED, HASH);

    assertThat(failed(claims)).hasSize(2);
    assertThat(claims.get(1).found())
        .contains("operation op-1", "signal DATA_AVAILABLE", "file at gpu-1");
  }

  private Proof proof() {
    return new Proof(new Evidence(operations, results, signals, manifest, files));
  }

  private List<Claim> delivered() {
    return proof().delivered(Records.expectation());
  }

  private static List<String> failed(List<Claim> claims) {
    return claims.stream().filter(claim -> !claim.held()).map(Claim::what).toList();
  }
}
